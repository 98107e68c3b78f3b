/*
 * crt0dat.c - the data of start-up, the lists of initialisers, and the end of a process.
 *
 * exit runs the functions registered with atexit, last first, then the lists of terminators, and ends the process.
 * _exit leaves the functions out; _cexit and _c_exit do the same without ending the process.
 */
#include "internal.h"
#include "sect_attribs.h"
#ifdef _DEBUG
#include "dbgint.h"
#endif

_CRTIMP unsigned int _osplatform = 0;
_CRTIMP unsigned int _osver = 0;
_CRTIMP unsigned int _winver = 0;
_CRTIMP unsigned int _winmajor = 0;
_CRTIMP unsigned int _winminor = 0;
_CRTIMP int __argc = 0;
_CRTIMP char **__argv = NULL;
_CRTIMP wchar_t **__wargv = NULL;
_CRTIMP char **_environ = NULL;
_CRTIMP wchar_t **_wenviron = NULL;
_CRTIMP char **__initenv = NULL;
_CRTIMP wchar_t **__winitenv = NULL;
_CRTIMP char *_pgmptr = NULL;
_CRTIMP wchar_t *_wpgmptr = NULL;
_CRTIMP char *_acmdln = NULL;
_CRTIMP wchar_t *_wcmdln = NULL;
_CRTIMP int _fmode = 0;
_CRTIMP int _commode = 0;
char *_aenvptr = NULL;
wchar_t *_wenvptr = NULL;
int __app_type = _UNKNOWN_APP;
int __error_mode = _OUT_TO_DEFAULT;

/* Exit functions have run; the next exit only ends the process. */
int _C_Termination_Done = FALSE;
int _C_Exit_Done = FALSE;
char _exitflag = 0;

/* The table of exit functions: begin, first free place (crt0dat.c's name for it is end). */
_PVFV *__onexitbegin = NULL;
_PVFV *__onexitend = NULL;

extern _CRTALLOC(".CRT$XIA") _PIFV __xi_a[];
extern _CRTALLOC(".CRT$XIZ") _PIFV __xi_z[];
extern _CRTALLOC(".CRT$XCA") _PVFV __xc_a[];
extern _CRTALLOC(".CRT$XCZ") _PVFV __xc_z[];
extern _CRTALLOC(".CRT$XPA") _PVFV __xp_a[];
extern _CRTALLOC(".CRT$XPZ") _PVFV __xp_z[];
extern _CRTALLOC(".CRT$XTA") _PVFV __xt_a[];
extern _CRTALLOC(".CRT$XTZ") _PVFV __xt_z[];

static void __cdecl doexit(int code, int quick, int retcaller);

/* Initialises what the module asks for: C initialisers first (they may fail), then constructors of C++ globals. */
int __cdecl _cinit(int initFloatingPrecision)
{
    int initret;

    (void)initFloatingPrecision;
    initret = _initterm_e(__xi_a, __xi_z);
    if (initret != 0)
        return initret;
    _initterm(__xc_a, __xc_z);
    return 0;
}

/* Calls all functions of a list that are not NULL. */
_CRTIMP void __cdecl _initterm(_PVFV *pfbegin, _PVFV *pfend)
{
    while (pfbegin < pfend) {
        if (*pfbegin != NULL)
            (**pfbegin)();
        ++pfbegin;
    }
}

/* The same for functions that may fail; stops at the first that gives something else than 0. */
_CRTIMP int __cdecl _initterm_e(_PIFV *pfbegin, _PIFV *pfend)
{
    int ret = 0;

    while (pfbegin < pfend && ret == 0) {
        if (*pfbegin != NULL)
            ret = (**pfbegin)();
        ++pfbegin;
    }
    return ret;
}

_CRTIMP void __cdecl exit(int code)
{
    doexit(code, 0, 0);
    for (;;)
        ;
}

_CRTIMP void __cdecl _exit(int code)
{
    doexit(code, 1, 0);
    for (;;)
        ;
}

_CRTIMP void __cdecl _cexit(void)
{
    doexit(0, 0, 1);
}

_CRTIMP void __cdecl _c_exit(void)
{
    doexit(0, 1, 1);
}

static void __cdecl __crtExitProcess(int status)
{
    ExitProcess((UINT)status);
}

/* Runs the exit functions, last registered first. One may register another, which then comes next. */
static void _CallExitFunctions(void)
{
    while (__onexitend != NULL && __onexitend > __onexitbegin) {
        --__onexitend;
        if (*__onexitend != NULL)
            (**__onexitend)();
    }
    _initterm(__xp_a, __xp_z);
}

static void __cdecl doexit(int code, int quick, int retcaller)
{
    _lock(_EXIT_LOCK1);
    if (!_C_Exit_Done) {
        _C_Termination_Done = TRUE;
        _exitflag = (char)retcaller;
        if (!quick)
            _CallExitFunctions();
        _initterm(__xt_a, __xt_z);
#ifdef _DEBUG
        if (!_C_Exit_Done && (_crtDbgFlag & _CRTDBG_LEAK_CHECK_DF))
            _CrtDumpMemoryLeaks();
#endif
    }
    if (retcaller) {
        _unlock(_EXIT_LOCK1);
        return;
    }
    _C_Exit_Done = TRUE;
    _unlock(_EXIT_LOCK1);
    __crtExitProcess(code);
}

/* A message of the run-time library, then the end with code 255. */
_CRTIMP void __cdecl _amsg_exit(int number)
{
    _FF_MSGBANNER();
    _NMSG_WRITE(number);
    _exit(255);
}

_CRTIMP void __cdecl __set_app_type(int type)
{
    __app_type = type;
}

_CRTIMP int __cdecl _set_error_mode(int mode)
{
    int old = __error_mode;

    if (mode == _OUT_TO_DEFAULT || mode == _OUT_TO_STDERR || mode == _OUT_TO_MSGBOX)
        __error_mode = mode;
    else
        _VALIDATE_RETURN(mode == _REPORT_ERRMODE, EINVAL, -1);
    return old;
}

_CRTIMP errno_t __cdecl _set_fmode(int mode)
{
    _VALIDATE_RETURN_ERRCODE(mode == 0x4000 || mode == 0x8000 || mode == 0, EINVAL);
    _fmode = mode;
    return 0;
}

_CRTIMP errno_t __cdecl _get_fmode(int *mode)
{
    _VALIDATE_RETURN_ERRCODE(mode != NULL, EINVAL);
    *mode = _fmode;
    return 0;
}

_CRTIMP errno_t __cdecl _get_pgmptr(char **value)
{
    _VALIDATE_RETURN_ERRCODE(value != NULL, EINVAL);
    *value = _pgmptr;
    return 0;
}

_CRTIMP errno_t __cdecl _get_wpgmptr(wchar_t **value)
{
    _VALIDATE_RETURN_ERRCODE(value != NULL, EINVAL);
    *value = _wpgmptr;
    return 0;
}
