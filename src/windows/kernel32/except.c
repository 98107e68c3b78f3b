/* Raising exceptions, and what happens to those that nobody handles. */
#include "k32p.h"

static UINT BaseErrorMode;
static PVOID BasepCurrentTopLevelFilter;

VOID NTAPI BaseInitializeExceptionFilter(VOID)
{
    BasepCurrentTopLevelFilter = RtlEncodePointer(NULL);
    RtlSetUnhandledExceptionFilter(UnhandledExceptionFilter);
}

UINT WINAPI GetErrorMode(VOID)
{
    return BaseErrorMode;
}

UINT WINAPI SetErrorMode(UINT uMode)
{
    UINT Old = BaseErrorMode;

    BaseErrorMode = uMode;
    return Old;
}

/* ExceptionAddress will lie in here; who raised is one frame out. More than 15 arguments are cut. */
VOID WINAPI RaiseException(DWORD dwExceptionCode, DWORD dwExceptionFlags, DWORD nNumberOfArguments, const ULONG_PTR *lpArguments)
{
    EXCEPTION_RECORD Record;

    RtlZeroMemory(&Record, sizeof(Record));
    Record.ExceptionCode = dwExceptionCode;
    Record.ExceptionFlags = dwExceptionFlags & EXCEPTION_NONCONTINUABLE;
    Record.ExceptionAddress = (PVOID)RaiseException;
    if (lpArguments != NULL) {
        Record.NumberParameters = nNumberOfArguments < EXCEPTION_MAXIMUM_PARAMETERS ? nNumberOfArguments : EXCEPTION_MAXIMUM_PARAMETERS;
        RtlMoveMemory(Record.ExceptionInformation, lpArguments, Record.NumberParameters * sizeof(ULONG_PTR));
    }
    RtlRaiseException(&Record);
}

LPTOP_LEVEL_EXCEPTION_FILTER WINAPI SetUnhandledExceptionFilter(LPTOP_LEVEL_EXCEPTION_FILTER lpFilter)
{
    PVOID Old = (PVOID)_InterlockedExchange((LONG volatile *)&BasepCurrentTopLevelFilter, (LONG)RtlEncodePointer((PVOID)lpFilter));

    return (LPTOP_LEVEL_EXCEPTION_FILTER)RtlDecodePointer(Old);
}

/* The box that tells the user: which exception, where, and for an access violation what was touched. */
static VOID BaseReportException(PEXCEPTION_RECORD Record)
{
    ULONG_PTR Parameters[4];
    ULONG Response;

    Parameters[0] = Record->ExceptionCode;
    Parameters[1] = (ULONG_PTR)Record->ExceptionAddress;
    Parameters[2] = Record->NumberParameters > 0 ? Record->ExceptionInformation[0] : 0;
    Parameters[3] = Record->NumberParameters > 1 ? Record->ExceptionInformation[1] : 0;
    NtRaiseHardError(STATUS_UNHANDLED_EXCEPTION | HARDERROR_OVERRIDE_ERRORMODE, 4, 0, Parameters, OptionOk, &Response);
}

/*
 * The filter of every thread's last handler. Under a debugger it answers "not mine", so that the debugger gets its second
 * chance and the program's own filter is not asked.
 */
LONG WINAPI UnhandledExceptionFilter(EXCEPTION_POINTERS *ExceptionInfo)
{
    LPTOP_LEVEL_EXCEPTION_FILTER Filter;
    LONG Answer;

    if (ExceptionInfo->ExceptionRecord->ExceptionFlags & EXCEPTION_NESTED_CALL) {
        NtTerminateProcess(NtCurrentProcess(), ExceptionInfo->ExceptionRecord->ExceptionCode);
        return EXCEPTION_EXECUTE_HANDLER;
    }
    if (NtCurrentPeb()->BeingDebugged)
        return EXCEPTION_CONTINUE_SEARCH;
    Filter = (LPTOP_LEVEL_EXCEPTION_FILTER)RtlDecodePointer(BasepCurrentTopLevelFilter);
    if (Filter != NULL) {
        Answer = Filter(ExceptionInfo);
        if (Answer == EXCEPTION_EXECUTE_HANDLER || Answer == EXCEPTION_CONTINUE_EXECUTION)
            return Answer;
    }
    if (!(BaseErrorMode & SEM_NOGPFAULTERRORBOX))
        BaseReportException(ExceptionInfo->ExceptionRecord);
    return EXCEPTION_EXECUTE_HANDLER;
}

BOOL WINAPI IsDebuggerPresent(VOID)
{
    return NtCurrentPeb()->BeingDebugged;
}

VOID WINAPI DebugBreak(VOID)
{
    DbgBreakPoint();
}

/*
 * An exception that only a debugger wants: it prints the text and continues. Without a debugger the handlers of the process
 * see it pass, vectored ones first, until it is caught here.
 */
VOID WINAPI OutputDebugStringA(LPCSTR lpOutputString)
{
    ULONG_PTR Arguments[2];

    if (lpOutputString == NULL)
        lpOutputString = "";
    Arguments[0] = lstrlenA(lpOutputString) + 1;
    Arguments[1] = (ULONG_PTR)lpOutputString;
    __try {
        RaiseException(DBG_PRINTEXCEPTION_C, 0, 2, Arguments);
    } __except (EXCEPTION_EXECUTE_HANDLER) {
    }
}

VOID WINAPI OutputDebugStringW(LPCWSTR lpOutputString)
{
    UNICODE_STRING Unicode;
    ANSI_STRING Ansi;

    RtlInitUnicodeString(&Unicode, lpOutputString);
    if (!NT_SUCCESS(RtlUnicodeStringToAnsiString(&Ansi, &Unicode, TRUE)))
        return;
    OutputDebugStringA(Ansi.Buffer);
    RtlFreeAnsiString(&Ansi);
}

/* Shows the text and ends the process with code 3, as abort does. */
VOID WINAPI FatalAppExitA(UINT uAction, LPCSTR lpMessageText)
{
    DWORD Written;

    WriteFile(GetStdHandle(STD_ERROR_HANDLE), lpMessageText, lstrlenA(lpMessageText), &Written, NULL);
    WriteFile(GetStdHandle(STD_ERROR_HANDLE), "\r\n", 2, &Written, NULL);
    ExitProcess(3);
}
