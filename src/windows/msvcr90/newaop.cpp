/* newaop.cpp - new T[n]; linked into each module. */
#include <new>

void *__cdecl operator new[](size_t count)
{
    return operator new(count);
}
