/*
 * dbgrpt.c - reports of the debug build: warnings, errors and failed assertions.
 *
 * Where a report goes is set for each of the three types: a file, the debugger's output, a window. Windows shows the
 * window with the buttons Abort, Retry and Ignore. Here nobody can press a button, so the text of the window goes to the
 * standard error output, and the answer is taken from the environment variable CRT_REPORT_ANSWER ("abort", "retry" or
 * "ignore"); without it the answer is Retry when a debugger watches (it stops at the place), otherwise Abort, which ends
 * the process with exit code 3.
 */
#ifdef _DEBUG

#include "internal.h"
#include "dbgint.h"
#include <signal.h>

#define MAXLINELEN 64
#define DBGRPT_MAX_MSG 4096
#define DBGRPT_TOOLONGMSG "_CrtDbgReport: String too long or IO Error"

#define ANSWER_ABORT 3
#define ANSWER_RETRY 4
#define ANSWER_IGNORE 5

static int _CrtDbgMode[_CRT_ERRCNT] = { _CRTDBG_MODE_DEBUG, _CRTDBG_MODE_WNDW, _CRTDBG_MODE_WNDW };
static _HFILE _CrtDbgFile[_CRT_ERRCNT] = { _CRTDBG_INVALID_HFILE, _CRTDBG_INVALID_HFILE, _CRTDBG_INVALID_HFILE };
static const char *_CrtDbgModeMsg[_CRT_ERRCNT] = { "Warning", "Error", "Assertion Failed" };

/* Nonzero while an assertion is being reported: one inside of that is only counted. */
_CRTIMP int _crtAssertBusy = -1;

static _CRT_REPORT_HOOK _pfnReportHook = NULL;
/* Hooks of _CrtSetReportHook2, last installed first. */
#define MAX_HOOKS 8
static _CRT_REPORT_HOOK _reportHooks2[MAX_HOOKS];
static int _reportHookCount2 = 0;

_CRTIMP _CRT_REPORT_HOOK __cdecl _CrtSetReportHook(_CRT_REPORT_HOOK hook)
{
    _CRT_REPORT_HOOK old = _pfnReportHook;

    _pfnReportHook = hook;
    return old;
}

_CRTIMP _CRT_REPORT_HOOK __cdecl _CrtGetReportHook(void)
{
    return _pfnReportHook;
}

_CRTIMP int __cdecl _CrtSetReportHook2(int mode, _CRT_REPORT_HOOK hook)
{
    int i;

    _VALIDATE_RETURN(mode == _CRT_RPTHOOK_INSTALL || mode == _CRT_RPTHOOK_REMOVE, EINVAL, -1);
    _VALIDATE_RETURN(hook != NULL, EINVAL, -1);
    if (mode == _CRT_RPTHOOK_INSTALL) {
        if (_reportHookCount2 == MAX_HOOKS) {
            errno = ENOMEM;
            return -1;
        }
        _reportHooks2[_reportHookCount2++] = hook;
        return _reportHookCount2;
    }
    for (i = _reportHookCount2 - 1; i >= 0; i--) {
        if (_reportHooks2[i] == hook) {
            for (_reportHookCount2--; i < _reportHookCount2; i++)
                _reportHooks2[i] = _reportHooks2[i + 1];
            return _reportHookCount2;
        }
    }
    errno = EINVAL;
    return -1;
}

_CRTIMP int __cdecl _CrtSetReportMode(int nRptType, int fMode)
{
    int oldMode;

    _VALIDATE_RETURN(nRptType >= 0 && nRptType < _CRT_ERRCNT, EINVAL, -1);
    oldMode = _CrtDbgMode[nRptType];
    if (fMode == _CRTDBG_REPORT_MODE)
        return oldMode;
    if (fMode & ~(_CRTDBG_MODE_FILE | _CRTDBG_MODE_DEBUG | _CRTDBG_MODE_WNDW)) {
        errno = EINVAL;
        return -1;
    }
    _CrtDbgMode[nRptType] = fMode;
    return oldMode;
}

_CRTIMP _HFILE __cdecl _CrtSetReportFile(int nRptType, _HFILE hFile)
{
    _HFILE oldFile;

    _VALIDATE_RETURN(nRptType >= 0 && nRptType < _CRT_ERRCNT, EINVAL, _CRTDBG_HFILE_ERROR);
    oldFile = _CrtDbgFile[nRptType];
    if (hFile == _CRTDBG_REPORT_FILE)
        return oldFile;
    if (hFile == _CRTDBG_FILE_STDOUT)
        _CrtDbgFile[nRptType] = GetStdHandle(STD_OUTPUT_HANDLE);
    else if (hFile == _CRTDBG_FILE_STDERR)
        _CrtDbgFile[nRptType] = GetStdHandle(STD_ERROR_HANDLE);
    else
        _CrtDbgFile[nRptType] = hFile;
    return oldFile;
}

static void _WriteText(HANDLE file, const char *text)
{
    DWORD written;

    if (file != INVALID_HANDLE_VALUE && file != NULL)
        WriteFile(file, text, (DWORD)strlen(text), &written, NULL);
}

/* What the user would have pressed. */
static int _Answer(void)
{
    char answer[16];
    DWORD length = GetEnvironmentVariableA("CRT_REPORT_ANSWER", answer, sizeof(answer));

    if (length > 0 && length < sizeof(answer)) {
        if (strcmp(answer, "ignore") == 0)
            return ANSWER_IGNORE;
        if (strcmp(answer, "retry") == 0)
            return ANSWER_RETRY;
        return ANSWER_ABORT;
    }
    return IsDebuggerPresent() ? ANSWER_RETRY : ANSWER_ABORT;
}

/* The text of Windows' message box. 1: break into the debugger at the place; 0: go on. Abort does not return. */
static int __crtMessageWindow(int nRptType, const char *szFile, const char *szLine, const char *szModule, const char *szUserMessage)
{
    char program[MAX_PATH];
    char message[DBGRPT_MAX_MSG];
    int answer;

    if (!GetModuleFileNameA(NULL, program, MAX_PATH))
        strcpy(program, "<program name unknown>");
    program[MAX_PATH - 1] = '\0';
    if (_snprintf(message, DBGRPT_MAX_MSG - 1, "Debug %s!\n\nProgram: %s%s%s%s%s%s%s%s%s%s%s%s\n\n(Press Retry to debug the application)\n",
            _CrtDbgModeMsg[nRptType], program,
            szModule ? "\nModule: " : "", szModule ? szModule : "",
            szFile ? "\nFile: " : "", szFile ? szFile : "",
            szLine ? "\nLine: " : "", szLine ? szLine : "",
            szUserMessage[0] ? "\n\n" : "",
            szUserMessage[0] && nRptType == _CRT_ASSERT ? "Expression: " : "",
            szUserMessage[0] ? szUserMessage : "",
            nRptType == _CRT_ASSERT ? "\n\nFor information on how your program can cause an assertion"
                                      "\nfailure, see the Visual C++ documentation on asserts." : "", "") < 0)
        strcpy(message, DBGRPT_TOOLONGMSG);
    message[DBGRPT_MAX_MSG - 1] = '\0';
    _WriteText(GetStdHandle(STD_ERROR_HANDLE), message);
    answer = _Answer();
    if (answer == ANSWER_ABORT) {
        raise(SIGABRT);
        _exit(3);
    }
    return answer == ANSWER_RETRY;
}

/* Gives the finished text to hooks, file, debugger and window. */
static int _Deliver(int nRptType, const char *szFile, const char *szLine, const char *szModule, const char *szUserMessage, const char *szOutMessage)
{
    int i, retval = 0;

    for (i = _reportHookCount2 - 1; i >= 0; i--) {
        if (_reportHooks2[i](nRptType, (char *)szOutMessage, &retval))
            return retval;
    }
    if (_pfnReportHook && (*_pfnReportHook)(nRptType, (char *)szOutMessage, &retval))
        return retval;
    if ((_CrtDbgMode[nRptType] & _CRTDBG_MODE_FILE) && _CrtDbgFile[nRptType] != _CRTDBG_INVALID_HFILE)
        _WriteText((HANDLE)_CrtDbgFile[nRptType], szOutMessage);
    if (_CrtDbgMode[nRptType] & _CRTDBG_MODE_DEBUG)
        OutputDebugStringA(szOutMessage);
    if (_CrtDbgMode[nRptType] & _CRTDBG_MODE_WNDW)
        return __crtMessageWindow(nRptType, szFile, szLine, szModule, szUserMessage);
    return retval;
}

static int _Report(int nRptType, const char *szFile, int nLine, const char *szModule, const char *szUserMessage)
{
    char szLineMessage[DBGRPT_MAX_MSG];
    char szOutMessage[DBGRPT_MAX_MSG];
    char szLine[20];

    szLineMessage[0] = '\0';
    if (nRptType == _CRT_ASSERT)
        strcpy(szLineMessage, szUserMessage[0] ? "Assertion failed: " : "Assertion failed!");
    if (strlen(szLineMessage) + strlen(szUserMessage) + 3 < DBGRPT_MAX_MSG)
        strcat(szLineMessage, szUserMessage);
    else
        strcpy(szLineMessage, DBGRPT_TOOLONGMSG);
    if (nRptType == _CRT_ASSERT)
        strcat(szLineMessage, _CrtDbgMode[nRptType] & _CRTDBG_MODE_FILE ? "\r\n" : "\n");
    if (szFile) {
        if (_snprintf(szOutMessage, DBGRPT_MAX_MSG - 1, "%s(%d) : %s", szFile, nLine, szLineMessage) < 0)
            strcpy(szOutMessage, DBGRPT_TOOLONGMSG);
        szOutMessage[DBGRPT_MAX_MSG - 1] = '\0';
    } else {
        strcpy(szOutMessage, szLineMessage);
    }
    _itoa(nLine, szLine, 10);
    return _Deliver(nRptType, szFile, nLine ? szLine : NULL, szModule, szUserMessage, szOutMessage);
}

/* One assertion inside the report of another is not reported: the first would never end. */
static int _EnterAssert(int nRptType, const char *szFile, int nLine)
{
    if (nRptType == _CRT_ASSERT && InterlockedIncrement((LONG *)&_crtAssertBusy) > 0) {
        char message[DBGRPT_MAX_MSG];

        _snprintf(message, sizeof(message) - 1, "Second Chance Assertion Failed: File %s, Line %d\n", szFile ? szFile : "<file unknown>", nLine);
        message[sizeof(message) - 1] = '\0';
        OutputDebugStringA(message);
        InterlockedDecrement((LONG *)&_crtAssertBusy);
        _CrtDbgBreak();
        return FALSE;
    }
    return TRUE;
}

_CRTIMP int __cdecl _CrtDbgReport(int nRptType, const char *szFile, int nLine, const char *szModule, const char *szFormat, ...)
{
    char szUserMessage[DBGRPT_MAX_MSG];
    va_list arguments;
    int retval;

    if (nRptType < 0 || nRptType >= _CRT_ERRCNT)
        return -1;
    if (!_EnterAssert(nRptType, szFile, nLine))
        return -1;
    szUserMessage[0] = '\0';
    if (szFormat) {
        va_start(arguments, szFormat);
        if (_vsnprintf(szUserMessage, DBGRPT_MAX_MSG - MAXLINELEN, szFormat, arguments) < 0)
            strcpy(szUserMessage, DBGRPT_TOOLONGMSG);
        szUserMessage[DBGRPT_MAX_MSG - 1] = '\0';
        va_end(arguments);
    }
    retval = _Report(nRptType, szFile, nLine, szModule, szUserMessage);
    if (nRptType == _CRT_ASSERT)
        InterlockedDecrement((LONG *)&_crtAssertBusy);
    return retval;
}

static const char *_Narrow(const wchar_t *text, char *buffer, int size)
{
    int i = 0;

    if (text == NULL)
        return NULL;
    for (; *text && i < size - 5; text++) {
        int used = __wctomb_crt(buffer + i, *text);

        if (used > 0)
            i += used;
    }
    buffer[i] = '\0';
    return buffer;
}

_CRTIMP int __cdecl _CrtDbgReportW(int nRptType, const wchar_t *szFile, int nLine, const wchar_t *szModule, const wchar_t *szFormat, ...)
{
    wchar_t szWideMessage[DBGRPT_MAX_MSG / 2];
    char szUserMessage[DBGRPT_MAX_MSG];
    char szFileName[MAX_PATH];
    char szModuleName[MAX_PATH];
    va_list arguments;
    int retval;

    if (nRptType < 0 || nRptType >= _CRT_ERRCNT)
        return -1;
    if (!_EnterAssert(nRptType, _Narrow(szFile, szFileName, MAX_PATH), nLine))
        return -1;
    szWideMessage[0] = 0;
    if (szFormat) {
        va_start(arguments, szFormat);
        _vsnwprintf(szWideMessage, DBGRPT_MAX_MSG / 2 - MAXLINELEN, szFormat, arguments);
        szWideMessage[DBGRPT_MAX_MSG / 2 - MAXLINELEN] = 0;
        va_end(arguments);
    }
    _Narrow(szWideMessage, szUserMessage, DBGRPT_MAX_MSG - MAXLINELEN);
    retval = _Report(nRptType, _Narrow(szFile, szFileName, MAX_PATH), nLine, _Narrow(szModule, szModuleName, MAX_PATH), szUserMessage);
    if (nRptType == _CRT_ASSERT)
        InterlockedDecrement((LONG *)&_crtAssertBusy);
    return retval;
}

#endif
