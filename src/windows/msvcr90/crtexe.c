/*
 * crtexe.c - the entry point of a program built with /MD or /MDd. It is linked into the program; everything it calls is
 * in msvcr90(d).dll, which has been initialised by the loader before. Exceptions that nobody in the program handles come to the filter
 * around main.
 *
 * Compiled four times: for main, wmain (wcrtexe.c: _UNICODE), WinMain and wWinMain (crtexew.c, wcrtexew.c: _WINMAIN_).
 */
#include "internal.h"
#include "sect_attribs.h"
#ifndef SW_SHOWDEFAULT
#define SW_SHOWDEFAULT 10
#endif
#ifdef _DEBUG
#include <crtdbg.h>
#endif

#ifdef _WINMAIN_
int WINAPI WinMain(HINSTANCE, HINSTANCE, LPSTR, int);
int WINAPI wWinMain(HINSTANCE, HINSTANCE, LPWSTR, int);
#else
int __cdecl main(int, char **, char **);
int __cdecl wmain(int, wchar_t **, wchar_t **);
#endif

#ifdef _UNICODE
#define _tchar wchar_t
#else
#define _tchar char
#endif

/* -1: this module is an EXE, its exit functions are in the DLL's table (atonexit.c). */
_PVFV *__onexitbegin;
_PVFV *__onexitend;

static int argc;
static _tchar **argv;
static _tchar **envp;
static int mainret;

extern _CRTALLOC(".CRT$XIA") _PIFV __xi_a[];
extern _CRTALLOC(".CRT$XIZ") _PIFV __xi_z[];
extern _CRTALLOC(".CRT$XCA") _PVFV __xc_a[];
extern _CRTALLOC(".CRT$XCZ") _PVFV __xc_z[];

static int __cdecl pre_c_init(void);
static void __cdecl pre_cpp_init(void);
static int __cdecl __tmainCRTStartup(void);

_CRTALLOC(".CRT$XIAA") static _PIFV pcinit = pre_c_init;
_CRTALLOC(".CRT$XCAA") static _PVFV pcppinit = pre_cpp_init;

/* The first of the C initialisers. */
static int __cdecl pre_c_init(void)
{
#ifdef _WINMAIN_
    __set_app_type(_GUI_APP);
#else
    __set_app_type(_CONSOLE_APP);
#endif
    __onexitbegin = __onexitend = (_PVFV *)-1;
    return 0;
}

/* In front of all constructors: the arguments. */
static void __cdecl pre_cpp_init(void)
{
#ifdef _UNICODE
    __wgetmainargs(&argc, &argv, &envp, 0, NULL);
#else
    __getmainargs(&argc, &argv, &envp, 0, NULL);
#endif
}

#ifdef _WINMAIN_
#ifdef _UNICODE
int __cdecl wWinMainCRTStartup(void)
#else
int __cdecl WinMainCRTStartup(void)
#endif
#else
#ifdef _UNICODE
int __cdecl wmainCRTStartup(void)
#else
int __cdecl mainCRTStartup(void)
#endif
#endif
{
    /* Before anything else: no function with a cookie may be on the stack while it changes. */
    __security_init_cookie();
    return __tmainCRTStartup();
}

#ifdef _WINMAIN_
/* The command line behind the program's name. */
static _tchar *_CommandTail(void)
{
    BOOL inDoubleQuote = FALSE;
#ifdef _UNICODE
    _tchar *lpszCommandLine = _wcmdln;
#else
    _tchar *lpszCommandLine = _acmdln;
#endif

    while (*lpszCommandLine > ' ' || (*lpszCommandLine && inDoubleQuote)) {
        if (*lpszCommandLine == '"')
            inDoubleQuote = !inDoubleQuote;
        ++lpszCommandLine;
    }
    while (*lpszCommandLine && *lpszCommandLine <= ' ')
        ++lpszCommandLine;
    return lpszCommandLine;
}

static int _ShowCommand(void)
{
    STARTUPINFOW StartupInfo;

    GetStartupInfoW(&StartupInfo);
    return StartupInfo.dwFlags & STARTF_USESHOWWINDOW ? StartupInfo.wShowWindow : SW_SHOWDEFAULT;
}
#endif

static int __cdecl __tmainCRTStartup(void)
{
    __try {
        if (_initterm_e(__xi_a, __xi_z) != 0)
            return 255;
        _initterm(__xc_a, __xc_z);
#ifdef _DEBUG
        _CrtSetCheckCount(TRUE);
#endif
#ifdef _WINMAIN_
#ifdef _UNICODE
        mainret = wWinMain((HINSTANCE)GetModuleHandleW(NULL), NULL, _CommandTail(), _ShowCommand());
#else
        mainret = WinMain((HINSTANCE)GetModuleHandleW(NULL), NULL, _CommandTail(), _ShowCommand());
#endif
#else
#ifdef _UNICODE
        __winitenv = envp;
        mainret = wmain(argc, argv, envp);
#else
        __initenv = envp;
        mainret = main(argc, argv, envp);
#endif
#endif
        exit(mainret);
    } __except (_XcptFilter(GetExceptionCode(), GetExceptionInformation())) {
        mainret = GetExceptionCode();
        _exit(mainret);
    }
    return mainret;
}
