/*
 * threadex.c - _beginthreadex, _endthreadex.
 *
 * The thread's block of the library is made by its creator and handed over as the parameter, so that starting fails here, where
 * it can be told, and not in the new thread.
 */
#include "internal.h"
#include <process.h>

static void __cdecl _callthreadstartex(void)
{
    _ptiddata ptd = _getptd();

    __try {
        _endthreadex(((unsigned(__stdcall *)(void *))ptd->_initaddr)(ptd->_initarg));
    } __except (_XcptFilter(GetExceptionCode(), GetExceptionInformation())) {
        _exit(GetExceptionCode());
    }
}

static unsigned long WINAPI _threadstartex(void *data)
{
    _ptiddata ptd = (_ptiddata)data;

    /* The DLL's thread notification may have made a block already: then what matters is moved there. */
    _adoptptd(&ptd);
    _callthreadstartex();
    return 0;
}

_CRTIMP uintptr_t __cdecl _beginthreadex(void *security, unsigned stackSize, unsigned(__stdcall *start)(void *), void *argument,
    unsigned initFlags, unsigned *threadId)
{
    _ptiddata ptd;
    HANDLE thread;
    unsigned unused;

    if (start == NULL) {
        errno = EINVAL;
        _INVALID_PARAMETER(start != NULL);
        return 0;
    }
    ptd = (_ptiddata)_calloc_crt(1, sizeof(struct _tiddata));
    if (ptd == NULL) {
        _dosmaperr(ERROR_NOT_ENOUGH_MEMORY);
        return 0;
    }
    _initptd(ptd);
    ptd->_initaddr = (void *)start;
    ptd->_initarg = argument;
    ptd->_thandle = (uintptr_t)-1;
    thread = CreateThread((LPSECURITY_ATTRIBUTES)security, stackSize, _threadstartex, ptd, initFlags,
        (LPDWORD)(threadId != NULL ? threadId : &unused));
    if (thread == NULL) {
        unsigned long error = GetLastError();
        _free_crt(ptd);
        if (error != 0)
            _dosmaperr(error);
        return 0;
    }
    return (uintptr_t)thread;
}

_CRTIMP void __cdecl _endthreadex(unsigned code)
{
    _freeptd(NULL);
    ExitThread(code);
}
