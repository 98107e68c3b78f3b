/*
 * thread.c - _beginthread, _endthread: the older pair. The handle is closed when the thread ends, so who wants to wait for the
 * thread may find it gone.
 */
#include "internal.h"
#include <process.h>

static void __cdecl _callthreadstart(void)
{
    _ptiddata ptd = _getptd();

    __try {
        ((void(__cdecl *)(void *))ptd->_initaddr)(ptd->_initarg);
        _endthread();
    } __except (_XcptFilter(GetExceptionCode(), GetExceptionInformation())) {
        _exit(GetExceptionCode());
    }
}

static unsigned long WINAPI _threadstart(void *data)
{
    _ptiddata ptd = (_ptiddata)data;

    _adoptptd(&ptd);
    _callthreadstart();
    return 0;
}

_CRTIMP uintptr_t __cdecl _beginthread(void(__cdecl *start)(void *), unsigned stackSize, void *argument)
{
    _ptiddata ptd;
    HANDLE thread;
    DWORD id;

    if (start == NULL) {
        errno = EINVAL;
        _INVALID_PARAMETER(start != NULL);
        return (uintptr_t)-1;
    }
    ptd = (_ptiddata)_calloc_crt(1, sizeof(struct _tiddata));
    if (ptd == NULL) {
        errno = ENOMEM;
        return (uintptr_t)-1;
    }
    _initptd(ptd);
    ptd->_initaddr = (void *)start;
    ptd->_initarg = argument;
    thread = CreateThread(NULL, stackSize, _threadstart, ptd, CREATE_SUSPENDED, &id);
    if (thread != NULL)
        ptd->_thandle = (uintptr_t)thread;
    if (thread == NULL || ResumeThread(thread) == (DWORD)-1) {
        unsigned long error = GetLastError();
        _free_crt(ptd);
        _dosmaperr(error);
        return (uintptr_t)-1;
    }
    return (uintptr_t)thread;
}

_CRTIMP void __cdecl _endthread(void)
{
    _ptiddata ptd = _getptd_noexit();

    if (ptd != NULL) {
        if (ptd->_thandle != (uintptr_t)-1)
            CloseHandle((HANDLE)ptd->_thandle);
        _freeptd(ptd);
    }
    ExitThread(0);
}
