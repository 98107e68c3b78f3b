/* heapchk.c - checks, walks and tidies the heap of this copy of the run-time library. */
#include "internal.h"
#include <malloc.h>

_CRTIMP int __cdecl _heapchk(void)
{
    if (!HeapValidate(_crtheap, 0, NULL))
        return _HEAPBADNODE;
    return _HEAPOK;
}

_CRTIMP int __cdecl _heapset(unsigned int fill)
{
    (void)fill;
    return _heapchk();
}

_CRTIMP int __cdecl _heapmin(void)
{
    if (HeapCompact(_crtheap, 0) == 0 && GetLastError() != NO_ERROR) {
        errno = _get_errno_from_oserr(GetLastError());
        return -1;
    }
    return 0;
}

_CRTIMP int __cdecl _heapadd(void *block, size_t size)
{
    (void)block;
    (void)size;
    errno = ENOSYS;
    return -1;
}

_CRTIMP size_t __cdecl _heapused(size_t *used, size_t *committed)
{
    (void)used;
    (void)committed;
    errno = ENOSYS;
    return 0;
}

/* Goes to the entry behind the one given (the first, if _pentry is NULL). */
_CRTIMP int __cdecl _heapwalk(_HEAPINFO *entry)
{
    PROCESS_HEAP_ENTRY walk;

    _VALIDATE_RETURN(entry != NULL, EINVAL, _HEAPBADPTR);
    memset(&walk, 0, sizeof(walk));
    walk.lpData = entry->_pentry;
    if (walk.lpData == NULL) {
        if (!HeapWalk(_crtheap, &walk))
            return GetLastError() == ERROR_NO_MORE_ITEMS ? _HEAPEND : _HEAPBADBEGIN;
    } else {
        if (entry->_useflag == _USEDENTRY) {
            if (!HeapValidate(_crtheap, 0, entry->_pentry))
                return _HEAPBADNODE;
            walk.wFlags = PROCESS_HEAP_ENTRY_BUSY;
        }
        /* HeapWalk goes on from lpData over cbData bytes. */
        walk.cbData = (DWORD)entry->_size;
        if (!HeapWalk(_crtheap, &walk))
            return GetLastError() == ERROR_NO_MORE_ITEMS ? _HEAPEND : _HEAPBADNODE;
    }
    while (walk.wFlags & (PROCESS_HEAP_REGION | PROCESS_HEAP_UNCOMMITTED_RANGE)) {
        if (!HeapWalk(_crtheap, &walk))
            return GetLastError() == ERROR_NO_MORE_ITEMS ? _HEAPEND : _HEAPBADNODE;
    }
    entry->_pentry = (int *)walk.lpData;
    entry->_size = walk.cbData;
    entry->_useflag = (walk.wFlags & PROCESS_HEAP_ENTRY_BUSY) ? _USEDENTRY : _FREEENTRY;
    return _HEAPOK;
}
