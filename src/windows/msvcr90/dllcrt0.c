/*
 * dllcrt0.c - the entry point of a DLL built with /MT or /MTd: the DLL has a whole run-time library of its own, with its
 * own heap, which it sets up here before DllMain.
 */
#include "internal.h"
#ifdef _DEBUG
#include "dbgint.h"
#endif

BOOL WINAPI DllMain(HANDLE, DWORD, LPVOID);

__declspec(selectany) _PDLLMAIN _pRawDllMain = NULL;

static int __proc_attached = 0;

static BOOL WINAPI _CRT_INIT(HANDLE hDllHandle, DWORD dwReason, LPVOID lpreserved);
static BOOL __cdecl __DllMainCRTStartup(HANDLE hDllHandle, DWORD dwReason, LPVOID lpreserved);

BOOL WINAPI _DllMainCRTStartup(HANDLE hDllHandle, DWORD dwReason, LPVOID lpreserved)
{
    if (dwReason == DLL_PROCESS_ATTACH)
        __security_init_cookie();
    return __DllMainCRTStartup(hDllHandle, dwReason, lpreserved);
}

static BOOL _Attach(void)
{
    if (!_heap_init(1))
        return FALSE;
    if (!_mtinit()) {
        _heap_term();
        return FALSE;
    }
    _acmdln = GetCommandLineA();
    _aenvptr = __crtGetEnvironmentStringsA();
    if (_ioinit() < 0) {
        _mtterm();
        _heap_term();
        return FALSE;
    }
    if (_setargv() < 0 || _setenvp() < 0 || _cinit(FALSE) != 0) {
        _ioterm();
        _mtterm();
        _heap_term();
        return FALSE;
    }
    __proc_attached++;
    return TRUE;
}

static BOOL _Detach(LPVOID lpreserved)
{
    if (__proc_attached <= 0)
        return FALSE;
    __proc_attached--;
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

static BOOL WINAPI _CRT_INIT(HANDLE hDllHandle, DWORD dwReason, LPVOID lpreserved)
{
    (void)hDllHandle;
    switch (dwReason) {
    case DLL_PROCESS_ATTACH:
        return _Attach();
    case DLL_PROCESS_DETACH:
        return _Detach(lpreserved);
    case DLL_THREAD_DETACH:
        _freeptd(NULL);
        break;
    }
    return TRUE;
}

static BOOL __cdecl __DllMainCRTStartup(HANDLE hDllHandle, DWORD dwReason, LPVOID lpreserved)
{
    BOOL retcode = TRUE;

    if (dwReason == DLL_PROCESS_DETACH && __proc_attached == 0)
        return FALSE;
    if (dwReason == DLL_PROCESS_ATTACH || dwReason == DLL_THREAD_ATTACH) {
        if (_pRawDllMain)
            retcode = (*_pRawDllMain)(hDllHandle, dwReason, lpreserved);
        if (retcode)
            retcode = _CRT_INIT(hDllHandle, dwReason, lpreserved);
        if (!retcode)
            return FALSE;
    }
    retcode = DllMain(hDllHandle, dwReason, lpreserved);
    if (dwReason == DLL_PROCESS_ATTACH && !retcode) {
        DllMain(hDllHandle, DLL_PROCESS_DETACH, lpreserved);
        _CRT_INIT(hDllHandle, DLL_PROCESS_DETACH, lpreserved);
        if (_pRawDllMain)
            (*_pRawDllMain)(hDllHandle, DLL_PROCESS_DETACH, lpreserved);
    }
    if (dwReason == DLL_PROCESS_DETACH || dwReason == DLL_THREAD_DETACH) {
        if (!_CRT_INIT(hDllHandle, dwReason, lpreserved))
            retcode = FALSE;
        if (retcode && _pRawDllMain)
            retcode = (*_pRawDllMain)(hDllHandle, dwReason, lpreserved);
    }
    return retcode;
}
