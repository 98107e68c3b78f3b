/* delaop.cpp - delete[] p; linked into each module. */
#include <new>

void __cdecl operator delete[](void *p)
{
    delete (char *)p;
}
