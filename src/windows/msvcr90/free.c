/* free.c - gives a block back to the heap of this copy of the run-time library. */
#include "internal.h"
#include <malloc.h>

#ifdef _DEBUG
void __cdecl _free_base(void *block)
#else
_CRTIMP void __cdecl free(void *block)
#endif
{
    if (block == NULL)
        return;
    if (!HeapFree(_crtheap, 0, block))
        errno = _get_errno_from_oserr(GetLastError());
}
