/*
 * newopnt.cpp - new (std::nothrow) T; linked into each module.
 *
 * Where C++ has exceptions this function catches what operator new throws, and gives NULL. Here
 * operator new gives NULL itself, so there is nothing to catch.
 */
#include <new>

namespace std {
/* The value that tells this new from the other; it has no content. */
const nothrow_t nothrow = {};
}

void *__cdecl operator new(size_t count, const std::nothrow_t &)
{
    void *p;

    p = operator new(count);
    return p;
}
