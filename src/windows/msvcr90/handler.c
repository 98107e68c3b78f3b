/* handler.c - the handler that is asked when there is no memory, and whether malloc asks it too. */
#include "internal.h"
#include <new.h>

static _PNH _pnhNewHandler = NULL;
int _newmode = 0;

_CRTIMP _PNH __cdecl _set_new_handler(_PNH handler)
{
    _PNH old = _pnhNewHandler;

    _pnhNewHandler = handler;
    return old;
}

_CRTIMP _PNH __cdecl _query_new_handler(void)
{
    return _pnhNewHandler;
}

/* Nonzero when the handler found some memory and the allocation is worth another try. */
int __cdecl _callnewh(size_t size)
{
    return _pnhNewHandler != NULL && (*_pnhNewHandler)(size) != 0;
}

_CRTIMP int __cdecl _set_new_mode(int mode)
{
    int old = _newmode;

    _VALIDATE_RETURN(mode == 0 || mode == 1, EINVAL, -1);
    _newmode = mode;
    return old;
}

_CRTIMP int __cdecl _query_new_mode(void)
{
    return _newmode;
}
