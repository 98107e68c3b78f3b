/*
 * crt0.c - the entry point of a program built with /MT or /MTd: the whole library is in the program, so the program makes
 * its heap, its thread data and its files itself before it can call main.
 *
 * Compiled four times: for main, wmain (wcrt0.c: _UNICODE), WinMain and wWinMain (wincrt0.c, wwincrt0.c: _WINMAIN_).
 */
#include "internal.h"
#ifndef SW_SHOWDEFAULT
#define SW_SHOWDEFAULT 10
#endif

#ifdef _WINMAIN_
int WINAPI WinMain(HINSTANCE, HINSTANCE, LPSTR, int);
int WINAPI wWinMain(HINSTANCE, HINSTANCE, LPWSTR, int);
#else
int __cdecl main(int, char **, char **);
int __cdecl wmain(int, wchar_t **, wchar_t **);
#endif

static int __cdecl __tmainCRTStartup(void);

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

/* Failures so early have no streams to be printed to. */
static void __cdecl fast_error_exit(int rterrnum)
{
    _FF_MSGBANNER();
    _NMSG_WRITE(rterrnum);
    ExitProcess(255);
}

#ifdef _WINMAIN_
static int _ShowCommand(void)
{
    STARTUPINFOW StartupInfo;

    GetStartupInfoW(&StartupInfo);
    return StartupInfo.dwFlags & STARTF_USESHOWWINDOW ? StartupInfo.wShowWindow : SW_SHOWDEFAULT;
}
#endif

static int __cdecl __tmainCRTStartup(void)
{
    int initret;
    int mainret = 0;

#ifdef _WINMAIN_
    __set_app_type(_GUI_APP);
#else
    __set_app_type(_CONSOLE_APP);
#endif
    if (!_heap_init(1))
        fast_error_exit(_RT_HEAPINIT);
    if (!_mtinit())
        fast_error_exit(_RT_THREAD);
    if (_ioinit() < 0)
        _amsg_exit(_RT_LOWIOINIT);
#ifdef _UNICODE
    _wcmdln = GetCommandLineW();
    _wenvptr = __crtGetEnvironmentStringsW();
    if (_wsetargv() < 0)
        _amsg_exit(_RT_SPACEARG);
    if (_wsetenvp() < 0)
        _amsg_exit(_RT_SPACEENV);
#else
    _acmdln = GetCommandLineA();
    _aenvptr = __crtGetEnvironmentStringsA();
    if (_setargv() < 0)
        _amsg_exit(_RT_SPACEARG);
    if (_setenvp() < 0)
        _amsg_exit(_RT_SPACEENV);
#endif
    __try {
        initret = _cinit(TRUE);
        if (initret != 0)
            _amsg_exit(initret);
#ifdef _WINMAIN_
#ifdef _UNICODE
        mainret = wWinMain((HINSTANCE)GetModuleHandleW(NULL), NULL, _wwincmdln(), _ShowCommand());
#else
        mainret = WinMain((HINSTANCE)GetModuleHandleW(NULL), NULL, _wincmdln(), _ShowCommand());
#endif
#else
#ifdef _UNICODE
        __winitenv = _wenviron;
        mainret = wmain(__argc, __wargv, _wenviron);
#else
        __initenv = _environ;
        mainret = main(__argc, __argv, _environ);
#endif
#endif
        exit(mainret);
    } __except (_XcptFilter(GetExceptionCode(), GetExceptionInformation())) {
        mainret = GetExceptionCode();
        _exit(mainret);
    }
    return mainret;
}
