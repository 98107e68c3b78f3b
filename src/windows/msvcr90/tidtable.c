/*
 * tidtable.c - what the library keeps for each thread: errno, the state of rand and strtok, buffers.
 *
 * The block hangs in a fiber-local slot, or in a thread-local one where Windows has no fiber-local storage. The thread that
 * loads the library gets its block at once, others when they first ask.
 */
#include "internal.h"

static DWORD __flsindex = 0xFFFFFFFF;

typedef DWORD(WINAPI *PFLS_ALLOC_FUNCTION)(void(WINAPI *)(void *));
typedef PVOID(WINAPI *PFLS_GETVALUE_FUNCTION)(DWORD);
typedef BOOL(WINAPI *PFLS_SETVALUE_FUNCTION)(DWORD, PVOID);
typedef BOOL(WINAPI *PFLS_FREE_FUNCTION)(DWORD);

static PFLS_ALLOC_FUNCTION gpFlsAlloc;
static PFLS_GETVALUE_FUNCTION gpFlsGetValue;
static PFLS_SETVALUE_FUNCTION gpFlsSetValue;
static PFLS_FREE_FUNCTION gpFlsFree;

static DWORD WINAPI __crtTlsAlloc(void(WINAPI *callback)(void *))
{
    (void)callback;
    return TlsAlloc();
}

static void WINAPI _freefls(void *data)
{
    _ptiddata ptd = (_ptiddata)data;

    if (ptd == NULL)
        return;
    if (ptd->_errmsg)
        _free_crt(ptd->_errmsg);
    if (ptd->_werrmsg)
        _free_crt(ptd->_werrmsg);
    if (ptd->_namebuf0)
        _free_crt(ptd->_namebuf0);
    if (ptd->_asctimebuf)
        _free_crt(ptd->_asctimebuf);
    if (ptd->_gmtimebuf)
        _free_crt(ptd->_gmtimebuf);
    if (ptd->_cvtbuf)
        _free_crt(ptd->_cvtbuf);
    _free_crt(ptd);
}

int __cdecl _mtinit(void)
{
    _ptiddata ptd;
    HMODULE hKernel32 = GetModuleHandleW(L"KERNEL32.DLL");

    if (hKernel32 != NULL) {
        gpFlsAlloc = (PFLS_ALLOC_FUNCTION)GetProcAddress(hKernel32, "FlsAlloc");
        gpFlsGetValue = (PFLS_GETVALUE_FUNCTION)GetProcAddress(hKernel32, "FlsGetValue");
        gpFlsSetValue = (PFLS_SETVALUE_FUNCTION)GetProcAddress(hKernel32, "FlsSetValue");
        gpFlsFree = (PFLS_FREE_FUNCTION)GetProcAddress(hKernel32, "FlsFree");
    }
    if (!gpFlsAlloc || !gpFlsGetValue || !gpFlsSetValue || !gpFlsFree) {
        gpFlsAlloc = __crtTlsAlloc;
        gpFlsGetValue = TlsGetValue;
        gpFlsSetValue = TlsSetValue;
        gpFlsFree = TlsFree;
    }
    if (!_mtinitlocks()) {
        _mtterm();
        return FALSE;
    }
    __flsindex = gpFlsAlloc(_freefls);
    if (__flsindex == 0xFFFFFFFF) {
        _mtterm();
        return FALSE;
    }
    ptd = (_ptiddata)_calloc_crt(1, sizeof(struct _tiddata));
    if (ptd == NULL || !gpFlsSetValue(__flsindex, ptd)) {
        _mtterm();
        return FALSE;
    }
    _initptd(ptd);
    ptd->_tid = GetCurrentThreadId();
    ptd->_thandle = (uintptr_t)-1;
    return TRUE;
}

void __cdecl _mtterm(void)
{
    if (__flsindex != 0xFFFFFFFF) {
        gpFlsFree(__flsindex);
        __flsindex = 0xFFFFFFFF;
    }
    _mtdeletelocks();
}

void __cdecl _initptd(_ptiddata ptd)
{
    ptd->_holdrand = 1L;
    ptd->_terrno = 0;
}

/* The thread's block, NULL if there is no memory for one. The last error is kept: errno is asked for after failures. */
_ptiddata __cdecl _getptd_noexit(void)
{
    DWORD lastError = GetLastError();
    _ptiddata ptd = (_ptiddata)gpFlsGetValue(__flsindex);

    if (ptd == NULL) {
        ptd = (_ptiddata)_calloc_crt(1, sizeof(struct _tiddata));
        if (ptd != NULL) {
            if (gpFlsSetValue(__flsindex, ptd)) {
                _initptd(ptd);
                ptd->_tid = GetCurrentThreadId();
                ptd->_thandle = (uintptr_t)-1;
            } else {
                _free_crt(ptd);
                ptd = NULL;
            }
        }
    }
    SetLastError(lastError);
    return ptd;
}

_ptiddata __cdecl _getptd(void)
{
    _ptiddata ptd = _getptd_noexit();

    if (ptd == NULL)
        _amsg_exit(_RT_THREAD);
    return ptd;
}

void __cdecl _freeptd(_ptiddata ptd)
{
    if (__flsindex == 0xFFFFFFFF)
        return;
    if (ptd == NULL)
        ptd = (_ptiddata)gpFlsGetValue(__flsindex);
    gpFlsSetValue(__flsindex, NULL);
    _freefls(ptd);
}

/* Makes the block that a creator prepared the new thread's own; a block that is there already takes over what it says. */
void __cdecl _adoptptd(_ptiddata *prepared)
{
    _ptiddata own = (_ptiddata)gpFlsGetValue(__flsindex);

    if (own == NULL) {
        own = *prepared;
        if (!gpFlsSetValue(__flsindex, own))
            ExitThread(GetLastError());
    } else {
        own->_initaddr = (*prepared)->_initaddr;
        own->_initarg = (*prepared)->_initarg;
        own->_thandle = (*prepared)->_thandle;
        _freefls(*prepared);
        *prepared = own;
    }
    own->_tid = GetCurrentThreadId();
}

_CRTIMP unsigned long __cdecl __threadid(void)
{
    return GetCurrentThreadId();
}
