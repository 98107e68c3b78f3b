/*
 * crtdll.c - the entry point of a DLL built with /MD or /MDd (linked into the DLL). No heap is made here: the DLL uses
 * that of msvcr90(d).dll.
 */
#include "internal.h"
#include "sect_attribs.h"

BOOL WINAPI DllMain(HANDLE, DWORD, LPVOID);

/* Called in front of DllMain on attach and behind it on detach, if somebody sets it. */
__declspec(selectany) _PDLLMAIN _pRawDllMain = NULL;

/* The DLL's own exit functions; NULL: none yet. */
_PVFV *__onexitbegin;
_PVFV *__onexitend;

/* How many attaches have not been followed by a detach. */
static int __proc_attached = 0;

extern _CRTALLOC(".CRT$XIA") _PIFV __xi_a[];
extern _CRTALLOC(".CRT$XIZ") _PIFV __xi_z[];
extern _CRTALLOC(".CRT$XCA") _PVFV __xc_a[];
extern _CRTALLOC(".CRT$XCZ") _PVFV __xc_z[];

static BOOL WINAPI _CRT_INIT(HANDLE hDllHandle, DWORD dwReason, LPVOID lpreserved);
static BOOL __cdecl __DllMainCRTStartup(HANDLE hDllHandle, DWORD dwReason, LPVOID lpreserved);

BOOL WINAPI _DllMainCRTStartup(HANDLE hDllHandle, DWORD dwReason, LPVOID lpreserved)
{
    if (dwReason == DLL_PROCESS_ATTACH)
        __security_init_cookie();
    return __DllMainCRTStartup(hDllHandle, dwReason, lpreserved);
}

/* Runs the DLL's exit functions, last first, and drops their table. */
static void _RunExitFunctions(void)
{
    if (__onexitbegin == NULL)
        return;
    while (__onexitend > __onexitbegin) {
        --__onexitend;
        if (*__onexitend != NULL)
            (**__onexitend)();
    }
    free(__onexitbegin);
    __onexitbegin = __onexitend = NULL;
}

static BOOL WINAPI _CRT_INIT(HANDLE hDllHandle, DWORD dwReason, LPVOID lpreserved)
{
    (void)hDllHandle;
    (void)lpreserved;
    if (dwReason == DLL_PROCESS_DETACH) {
        if (__proc_attached <= 0)
            return FALSE;
        __proc_attached--;
        _RunExitFunctions();
    } else if (dwReason == DLL_PROCESS_ATTACH) {
        if (_initterm_e(__xi_a, __xi_z) != 0)
            return FALSE;
        _initterm(__xc_a, __xc_z);
        __proc_attached++;
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
        /* DllMain refuses: what was set up is taken down. */
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
