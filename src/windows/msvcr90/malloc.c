/*
 * malloc.c - memory from the heap of this copy of the run-time library.
 *
 * Release build: malloc asks the heap itself, and as HeapAlloc is forwarded by kernel32 to ntdll, RtlAllocateHeap is the
 * next function on the stack. Debug build: malloc stands in dbgmalloc.c, goes through dbgheap.c, and only the innermost
 * function, _heap_alloc_base, is taken from here.
 */
#include "internal.h"
#include <malloc.h>
#include <new.h>

#ifdef _DEBUG

/* The raw allocation under the debug heap: size counts the debug header and the no-man's-lands. */
void *__cdecl _heap_alloc_base(size_t size)
{
    if (_crtheap == NULL) {
        _FF_MSGBANNER();
        _NMSG_WRITE(_RT_CRT_NOTINIT);
        _exit(255);
    }
    return HeapAlloc(_crtheap, 0, size ? size : 1);
}

#else

_CRTIMP void *__cdecl malloc(size_t size)
{
    void *block;

    if (size > _HEAP_MAXREQ) {
        _callnewh(size);
        errno = ENOMEM;
        return NULL;
    }
    for (;;) {
        if (_crtheap == NULL) {
            _FF_MSGBANNER();
            _NMSG_WRITE(_RT_CRT_NOTINIT);
            _exit(255);
        }
        block = HeapAlloc(_crtheap, 0, size ? size : 1);
        if (block != NULL)
            return block;
        if (_newmode == 0 || !_callnewh(size)) {
            errno = ENOMEM;
            return NULL;
        }
    }
}

#endif
