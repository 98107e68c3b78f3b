/*
 * newaopnt.cpp - new (std::nothrow) T[n]; linked into each module.
 *
 * An array needs no more than one object of its size, so this only passes on. (A type with a destructor would get four
 * bytes in front for the number of elements; that is the compiler's business.)
 */
#include <new>

/*
 * count is the size of the whole array.
 */

void *__cdecl operator new[](size_t count, const std::nothrow_t &x)
{
    return operator new(count, x);
}
