/*
 * crtlib.c - the entry point of msvcr90(d).dll: makes the heap, the thread data and the files that all /MD modules of the
 * process share, and hands the arguments to programs.
 */
#include "internal.h"

static int proc_attached = 0;

static BOOL _Attach(void)
{
    if (!_heap_init(1))
        return FALSE;
    if (!_mtinit()) {
        _heap_term();
        return FALSE;
    }
    if (_ioinit() < 0) {
        _mtterm();
        _heap_term();
        return FALSE;
    }
    _acmdln = GetCommandLineA();
    _aenvptr = __crtGetEnvironmentStringsA();
    _wcmdln = GetCommandLineW();
    if (_setargv() < 0 || _setenvp() < 0 || _cinit(FALSE) != 0) {
        _ioterm();
        _mtterm();
        _heap_term();
        return FALSE;
    }
    proc_attached++;
    return TRUE;
}

static BOOL _Detach(LPVOID lpreserved)
{
    if (proc_attached <= 0)
        return FALSE;
    proc_attached--;
    if (!_C_Termination_Done)
        _cexit();
    /* At the end of the process Windows takes everything back itself. */
    if (lpreserved == NULL) {
        _ioterm();
        _mtterm();
        _heap_term();
    }
    return TRUE;
}

BOOL WINAPI _CRTDLL_INIT(HANDLE hDllHandle, DWORD dwReason, LPVOID lpreserved)
{
    (void)hDllHandle;
    switch (dwReason) {
    case DLL_PROCESS_ATTACH:
        __security_init_cookie();
        return _Attach();
    case DLL_PROCESS_DETACH:
        return _Detach(lpreserved);
    case DLL_THREAD_DETACH:
        _freeptd(NULL);
        break;
    }
    return TRUE;
}

/* What main gets. Wild cards in arguments are not expanded. */
_CRTIMP int __cdecl __getmainargs(int *pargc, char ***pargv, char ***penvp, int dowildcard, void *startinfo)
{
    (void)dowildcard;
    (void)startinfo;
    *pargc = __argc;
    *pargv = __argv;
    *penvp = _environ;
    return 0;
}

_CRTIMP int __cdecl __wgetmainargs(int *pargc, wchar_t ***pargv, wchar_t ***penvp, int dowildcard, void *startinfo)
{
    (void)dowildcard;
    (void)startinfo;
    if (_wenvptr == NULL)
        _wenvptr = __crtGetEnvironmentStringsW();
    if (_wsetargv() < 0)
        _amsg_exit(_RT_SPACEARG);
    if (_wsetenvp() < 0)
        _amsg_exit(_RT_SPACEENV);
    *pargc = __argc;
    *pargv = __wargv;
    *penvp = _wenviron;
    return 0;
}
