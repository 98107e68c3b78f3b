/*
 * kernel32's beginning (BaseDllInitialize, called by the loader like any DllMain) and the beginning of every thread
 * (BaseThreadInitThunk, called by ntdll), with the small things that all families use.
 */
#include "k32p.h"

STRING BaseAnsiCommandLine;
UNICODE_STRING BaseUnicodeCommandLine;

BOOL WINAPI BaseDllInitialize(HINSTANCE Instance, DWORD Reason, PVOID Reserved)
{
    if (Reason != DLL_PROCESS_ATTACH)
        return TRUE;
    /* The structure is copied, the text is not: GetCommandLine always gives the place where the process found it first. */
    BaseUnicodeCommandLine = NtCurrentPeb()->ProcessParameters->CommandLine;
    if (!NT_SUCCESS(RtlUnicodeStringToAnsiString(&BaseAnsiCommandLine, &BaseUnicodeCommandLine, TRUE)))
        return FALSE;
    BaseInitializeExceptionFilter();
    return TRUE;
}

/* Runs the thread's function and ends the thread with what it returns. For the first thread of a process that is its entry point. */
WINBASEAPI VOID WINAPI BaseThreadInitThunk(ULONG Unknown, PTHREAD_START_ROUTINE StartAddress, PVOID Parameter)
{
    RtlExitUserThread(StartAddress(Parameter));
}

BOOL NTAPI BaseSetLastNTError(NTSTATUS Status)
{
    RtlSetLastWin32ErrorAndNtStatusFromNtStatus(Status);
    return FALSE;
}

BOOL NTAPI BaseToUnicode(PUNICODE_STRING Unicode, LPCSTR Text)
{
    ANSI_STRING Ansi;
    NTSTATUS Status;

    if (Text == NULL)
        return BaseSetLastNTError(STATUS_INVALID_PARAMETER);
    RtlInitAnsiString(&Ansi, Text);
    Status = RtlAnsiStringToUnicodeString(Unicode, &Ansi, TRUE);
    return NT_SUCCESS(Status) ? TRUE : BaseSetLastNTError(Status);
}

BOOL NTAPI BaseNameToUnicode(PUNICODE_STRING Unicode, LPCSTR Text)
{
    if (Text != NULL && lstrlenA(Text) >= MAX_PATH) {
        SetLastError(ERROR_FILENAME_EXCED_RANGE);
        return FALSE;
    }
    return BaseToUnicode(Unicode, Text);
}

DWORD NTAPI BaseAnswerW(PCWSTR Text, ULONG Characters, LPWSTR Buffer, DWORD Size)
{
    if (Buffer == NULL || Characters >= Size)
        return Characters + 1;
    RtlMoveMemory(Buffer, Text, Characters * sizeof(WCHAR));
    Buffer[Characters] = 0;
    return Characters;
}

DWORD NTAPI BaseAnswerA(PCWSTR Text, ULONG Characters, LPSTR Buffer, DWORD Size)
{
    if (Buffer == NULL || Characters >= Size)
        return Characters + 1;
    RtlUnicodeToMultiByteN(Buffer, Characters, NULL, Text, Characters * sizeof(WCHAR));
    Buffer[Characters] = 0;
    return Characters;
}

PLARGE_INTEGER NTAPI BaseFormatTimeOut(PLARGE_INTEGER Time, DWORD Milliseconds)
{
    if (Milliseconds == INFINITE)
        return NULL;
    Time->QuadPart = -(LONGLONG)((ULONGLONG)Milliseconds * 10000);
    return Time;
}
