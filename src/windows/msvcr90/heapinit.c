/* heapinit.c - the heap of this copy of the run-time library: each copy makes its own. */
#include "internal.h"
#include <malloc.h>

HANDLE _crtheap = NULL;

/* Makes the heap. Called first of all at start-up: everything else allocates. */
int __cdecl _heap_init(int mtflag)
{
    if ((_crtheap = HeapCreate(mtflag ? 0 : HEAP_NO_SERIALIZE, 0x1000, 0)) == NULL)
        return 0;
    return 1;
}

void __cdecl _heap_term(void)
{
    HeapDestroy(_crtheap);
    _crtheap = NULL;
}

_CRTIMP intptr_t __cdecl _get_heap_handle(void)
{
    return (intptr_t)_crtheap;
}
