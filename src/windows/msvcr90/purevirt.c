/* purevirt.c - the call of a virtual function that nobody has defined. */
#include "internal.h"

static _purecall_handler __pPurecall = NULL;

_CRTIMP int __cdecl _purecall(void)
{
    if (__pPurecall != NULL)
        (*__pPurecall)();
    _NMSG_WRITE(_RT_PUREVIRT);
    _set_abort_behavior(0, _WRITE_ABORT_MSG);
    abort();
    return 0;
}

_CRTIMP _purecall_handler __cdecl _set_purecall_handler(_purecall_handler handler)
{
    _purecall_handler old = __pPurecall;

    __pPurecall = handler;
    return old;
}

_CRTIMP _purecall_handler __cdecl _get_purecall_handler(void)
{
    return __pPurecall;
}
