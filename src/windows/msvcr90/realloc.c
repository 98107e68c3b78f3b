/* realloc.c - changes the size of a block: by moving it (realloc) or in place only (_expand). */
#include "internal.h"
#include <malloc.h>

#ifdef _DEBUG
void *__cdecl _realloc_base(void *block, size_t size)
{
    return HeapReAlloc(_crtheap, 0, block, size ? size : 1);
}

void *__cdecl _expand_base(void *block, size_t size)
{
    return HeapReAlloc(_crtheap, HEAP_REALLOC_IN_PLACE_ONLY, block, size ? size : 1);
}

size_t __cdecl _msize_base(void *block)
{
    return HeapSize(_crtheap, 0, block);
}

#else

_CRTIMP void *__cdecl realloc(void *block, size_t size)
{
    void *result;

    if (block == NULL)
        return malloc(size);
    if (size == 0) {
        free(block);
        return NULL;
    }
    if (size > _HEAP_MAXREQ) {
        _callnewh(size);
        errno = ENOMEM;
        return NULL;
    }
    for (;;) {
        result = HeapReAlloc(_crtheap, 0, block, size);
        if (result != NULL)
            return result;
        if (_newmode == 0 || !_callnewh(size)) {
            errno = _get_errno_from_oserr(GetLastError());
            return NULL;
        }
    }
}

_CRTIMP void *__cdecl _expand(void *block, size_t size)
{
    void *result;

    _VALIDATE_RETURN(block != NULL, EINVAL, NULL);
    if (size > _HEAP_MAXREQ) {
        errno = ENOMEM;
        return NULL;
    }
    result = HeapReAlloc(_crtheap, HEAP_REALLOC_IN_PLACE_ONLY, block, size ? size : 1);
    if (result == NULL)
        errno = _get_errno_from_oserr(GetLastError());
    return result;
}

_CRTIMP size_t __cdecl _msize(void *block)
{
    _VALIDATE_RETURN(block != NULL, EINVAL, (size_t)-1);
    return HeapSize(_crtheap, 0, block);
}

#endif
