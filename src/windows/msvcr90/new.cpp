/*
 * new.cpp - operator new: memory from malloc.
 *
 * Of the C++ allocation functions only this one and operator delete stand in msvcr90(d).dll. The others are thin and are
 * linked into each module:
 *
 *     new T             operator new(size_t)                           new.cpp       malloc, and the handler
 *     new T[n]          operator new[](size_t)                         newaop.cpp    calls operator new(size_t)
 *     new (nothrow) T   operator new(size_t, const nothrow_t &)        newopnt.cpp   calls operator new(size_t)
 *     new (nothrow) T[] operator new[](size_t, const nothrow_t &)      newaopnt.cpp  calls the one above
 *     delete p          operator delete(void *)                        delete.cpp    free
 *     delete[] p        operator delete[](void *)                      delaop.cpp    calls operator delete
 *
 * Standard C++ says that operator new without memory throws std::bad_alloc. This world's programs have no C++
 * exceptions, so it gives NULL, as Visual C++ 6 did, after the handler of _set_new_handler has been asked in vain.
 *
 * What it does, step by step:
 *
 *     1. ask malloc;
 *     2. without a block ask the new handler (_callnewh): it may have freed something and say "again";
 *     3. without a handler, or when it says no, give up.
 *
 * The debug build goes the same way. malloc is then the debug heap's, and the block carries a header and two
 * no-man's-lands that delete checks. File and line are unknown to it: operator new has no parameter for them. Programs
 * that want them in their leak reports define
 *
 *     #define DEBUG_NEW new(_NORMAL_BLOCK, __FILE__, __LINE__)
 *
 * which needs the version of operator new with three parameters; that one is not here.
 *
 * The names of the frames above this one tell which kind of new a program has used.
 */
#include <crtdefs.h>
#include <malloc.h>

extern "C" int __cdecl _callnewh(size_t size);

#include <new>

/*
 * size is what sizeof says of the type (for an array: of all elements). Zero bytes are one byte: each object has an address
 * of its own.
 *
 * Under it the frames are, in the release build
 *
 *     malloc              malloc.c
 *     RtlAllocateHeap     ntdll
 *
 * and in the debug build those that dbgmalloc.c lists.
 *
 * What it gives is aligned to 8 bytes, as everything that the heap of Windows gives on x86.
 * The memory has no value yet:
 * CD bytes in the debug build, whatever was there before in the release build.
 */
void *__cdecl operator new(size_t size)
{
    void *p;

    while ((p = malloc(size)) == NULL) {
        if (_callnewh(size) == 0)
            break;
    }
    return p;
}
