/* calloc.c - zeroed memory (release build; the debug build's stands in dbgmalloc.c). */
#include "internal.h"
#include <malloc.h>

#ifndef _DEBUG

_CRTIMP void *__cdecl calloc(size_t count, size_t size)
{
    void *block;
    size_t total;

    if (count > 0 && _HEAP_MAXREQ / count < size) {
        errno = ENOMEM;
        return NULL;
    }
    total = count * size;
    if (total == 0)
        total = 1;
    for (;;) {
        block = HeapAlloc(_crtheap, HEAP_ZERO_MEMORY, total);
        if (block != NULL)
            return block;
        if (_newmode == 0 || !_callnewh(total)) {
            errno = ENOMEM;
            return NULL;
        }
    }
}

_CRTIMP void *__cdecl _recalloc(void *block, size_t count, size_t size)
{
    size_t total, old = 0;
    char *result;

    if (count > 0 && _HEAP_MAXREQ / count < size) {
        errno = ENOMEM;
        return NULL;
    }
    total = count * size;
    if (block != NULL)
        old = _msize(block);
    result = (char *)realloc(block, total);
    if (result != NULL && old < total)
        memset(result + old, 0, total - old);
    return result;
}

#endif
