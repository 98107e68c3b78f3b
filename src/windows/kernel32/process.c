/* The process as it sees itself: end, ids, command line, start-up information, version, processor. */
#include "k32p.h"

/* DLL_PROCESS_DETACH of all DLLs, then the end. Never returns. */
VOID WINAPI ExitProcess(UINT uExitCode)
{
    RtlExitUserProcess(uExitCode);
}

/* The end at once: no DLL is told. */
BOOL WINAPI TerminateProcess(HANDLE hProcess, UINT uExitCode)
{
    NTSTATUS Status;

    if (hProcess == NULL) {
        SetLastError(ERROR_INVALID_HANDLE);
        return FALSE;
    }
    Status = NtTerminateProcess(hProcess, uExitCode);
    return NT_SUCCESS(Status) ? TRUE : BaseSetLastNTError(Status);
}

HANDLE WINAPI GetCurrentProcess(VOID)
{
    return NtCurrentProcess();
}

DWORD WINAPI GetCurrentProcessId(VOID)
{
    return (DWORD)NtCurrentTeb()->ClientId.UniqueProcess;
}

HANDLE WINAPI GetCurrentThread(VOID)
{
    return NtCurrentThread();
}

DWORD WINAPI GetCurrentThreadId(VOID)
{
    return (DWORD)NtCurrentTeb()->ClientId.UniqueThread;
}

LPSTR WINAPI GetCommandLineA(VOID)
{
    return BaseAnsiCommandLine.Buffer;
}

LPWSTR WINAPI GetCommandLineW(VOID)
{
    return BaseUnicodeCommandLine.Buffer;
}

VOID WINAPI GetStartupInfoW(LPSTARTUPINFOW lpStartupInfo)
{
    PRTL_USER_PROCESS_PARAMETERS Parameters = NtCurrentPeb()->ProcessParameters;

    lpStartupInfo->cb = sizeof(STARTUPINFOW);
    lpStartupInfo->lpReserved = Parameters->ShellInfo.Buffer;
    lpStartupInfo->lpDesktop = Parameters->DesktopInfo.Buffer;
    lpStartupInfo->lpTitle = Parameters->WindowTitle.Buffer;
    lpStartupInfo->dwX = Parameters->StartingX;
    lpStartupInfo->dwY = Parameters->StartingY;
    lpStartupInfo->dwXSize = Parameters->CountX;
    lpStartupInfo->dwYSize = Parameters->CountY;
    lpStartupInfo->dwXCountChars = Parameters->CountCharsX;
    lpStartupInfo->dwYCountChars = Parameters->CountCharsY;
    lpStartupInfo->dwFillAttribute = Parameters->FillAttribute;
    lpStartupInfo->dwFlags = Parameters->WindowFlags;
    lpStartupInfo->wShowWindow = (WORD)Parameters->ShowWindowFlags;
    lpStartupInfo->cbReserved2 = Parameters->RuntimeData.Length;
    lpStartupInfo->lpReserved2 = (LPBYTE)Parameters->RuntimeData.Buffer;
    lpStartupInfo->hStdInput = Parameters->StandardInput;
    lpStartupInfo->hStdOutput = Parameters->StandardOutput;
    lpStartupInfo->hStdError = Parameters->StandardError;
}

/* The three strings are made once and belong to the process. */
VOID WINAPI GetStartupInfoA(LPSTARTUPINFOA lpStartupInfo)
{
    static ANSI_STRING Reserved;
    static ANSI_STRING Desktop;
    static ANSI_STRING Title;
    static BOOLEAN Made;
    PRTL_USER_PROCESS_PARAMETERS Parameters = NtCurrentPeb()->ProcessParameters;

    RtlAcquirePebLock();
    if (!Made) {
        RtlUnicodeStringToAnsiString(&Reserved, &Parameters->ShellInfo, TRUE);
        RtlUnicodeStringToAnsiString(&Desktop, &Parameters->DesktopInfo, TRUE);
        RtlUnicodeStringToAnsiString(&Title, &Parameters->WindowTitle, TRUE);
        Made = TRUE;
    }
    RtlReleasePebLock();
    /* Both forms differ only in the three pointers. */
    GetStartupInfoW((LPSTARTUPINFOW)lpStartupInfo);
    lpStartupInfo->lpReserved = Reserved.Buffer;
    lpStartupInfo->lpDesktop = Desktop.Buffer;
    lpStartupInfo->lpTitle = Title.Buffer;
}

/* Low byte major, next byte minor, high word build. */
DWORD WINAPI GetVersion(VOID)
{
    PPEB Peb = NtCurrentPeb();

    return Peb->OSMajorVersion | (Peb->OSMinorVersion << 8) | ((DWORD)Peb->OSBuildNumber << 16);
}

/* Accepts the short structure and, filled up with zeros, the longer one with service pack numbers. */
BOOL WINAPI GetVersionExW(LPOSVERSIONINFOW lpVersionInformation)
{
    DWORD Size = lpVersionInformation->dwOSVersionInfoSize;

    if (Size != sizeof(OSVERSIONINFOW) && Size != sizeof(OSVERSIONINFOW) + 8) {
        SetLastError(ERROR_INSUFFICIENT_BUFFER);
        return FALSE;
    }
    RtlGetVersion(lpVersionInformation);
    if (Size > sizeof(OSVERSIONINFOW)) {
        PWORD Extra = (PWORD)(lpVersionInformation + 1);
        RtlZeroMemory(Extra, 8);
        Extra[0] = NtCurrentPeb()->OSCSDVersion >> 8;
        Extra[3] = 1;
    }
    return TRUE;
}

BOOL WINAPI GetVersionExA(LPOSVERSIONINFOA lpVersionInformation)
{
    OSVERSIONINFOW Wide;
    DWORD Size = lpVersionInformation->dwOSVersionInfoSize;

    if (Size != sizeof(OSVERSIONINFOA) && Size != sizeof(OSVERSIONINFOA) + 8) {
        SetLastError(ERROR_INSUFFICIENT_BUFFER);
        return FALSE;
    }
    RtlGetVersion(&Wide);
    lpVersionInformation->dwMajorVersion = Wide.dwMajorVersion;
    lpVersionInformation->dwMinorVersion = Wide.dwMinorVersion;
    lpVersionInformation->dwBuildNumber = Wide.dwBuildNumber;
    lpVersionInformation->dwPlatformId = Wide.dwPlatformId;
    BaseAnswerA(Wide.szCSDVersion, lstrlenW(Wide.szCSDVersion), lpVersionInformation->szCSDVersion, 128);
    if (Size > sizeof(OSVERSIONINFOA)) {
        PWORD Extra = (PWORD)(lpVersionInformation + 1);
        RtlZeroMemory(Extra, 8);
        Extra[0] = NtCurrentPeb()->OSCSDVersion >> 8;
        Extra[3] = 1;
    }
    return TRUE;
}

VOID WINAPI GetSystemInfo(LPSYSTEM_INFO lpSystemInfo)
{
    PPEB Peb = NtCurrentPeb();

    RtlZeroMemory(lpSystemInfo, sizeof(SYSTEM_INFO));
    lpSystemInfo->wProcessorArchitecture = PROCESSOR_ARCHITECTURE_INTEL;
    lpSystemInfo->dwPageSize = PAGE_SIZE;
    lpSystemInfo->lpMinimumApplicationAddress = (LPVOID)0x00010000;
    lpSystemInfo->lpMaximumApplicationAddress = (LPVOID)0x7FFEFFFF;
    lpSystemInfo->dwActiveProcessorMask = (1 << Peb->NumberOfProcessors) - 1;
    lpSystemInfo->dwNumberOfProcessors = Peb->NumberOfProcessors;
    lpSystemInfo->dwProcessorType = PROCESSOR_INTEL_PENTIUM;
    lpSystemInfo->dwAllocationGranularity = 0x10000;
    lpSystemInfo->wProcessorLevel = 6;
}

VOID WINAPI GetNativeSystemInfo(LPSYSTEM_INFO lpSystemInfo)
{
    GetSystemInfo(lpSystemInfo);
}

BOOL WINAPI IsProcessorFeaturePresent(DWORD ProcessorFeature)
{
    return ProcessorFeature < 64 ? USER_SHARED_DATA->ProcessorFeatures[ProcessorFeature] : FALSE;
}

BOOL WINAPI GetExitCodeProcess(HANDLE hProcess, LPDWORD lpExitCode)
{
    PROCESS_BASIC_INFORMATION Information;
    NTSTATUS Status = NtQueryInformationProcess(hProcess, ProcessBasicInformation, &Information, sizeof(Information), NULL);

    if (!NT_SUCCESS(Status))
        return BaseSetLastNTError(Status);
    *lpExitCode = Information.ExitStatus;
    return TRUE;
}

DWORD WINAPI GetProcessId(HANDLE Process)
{
    PROCESS_BASIC_INFORMATION Information;
    NTSTATUS Status = NtQueryInformationProcess(Process, ProcessBasicInformation, &Information, sizeof(Information), NULL);

    if (NT_SUCCESS(Status))
        return Information.UniqueProcessId;
    BaseSetLastNTError(Status);
    return 0;
}

BOOL WINAPI DuplicateHandle(HANDLE hSourceProcessHandle, HANDLE hSourceHandle, HANDLE hTargetProcessHandle, LPHANDLE lpTargetHandle,
    DWORD dwDesiredAccess, BOOL bInheritHandle, DWORD dwOptions)
{
    NTSTATUS Status = NtDuplicateObject(hSourceProcessHandle, hSourceHandle, hTargetProcessHandle, lpTargetHandle, dwDesiredAccess,
        bInheritHandle ? OBJ_INHERIT : 0, dwOptions);

    return NT_SUCCESS(Status) ? TRUE : BaseSetLastNTError(Status);
}

BOOL WINAPI ReadProcessMemory(HANDLE hProcess, LPCVOID lpBaseAddress, LPVOID lpBuffer, SIZE_T nSize, SIZE_T *lpNumberOfBytesRead)
{
    NTSTATUS Status = NtReadVirtualMemory(hProcess, (PVOID)lpBaseAddress, lpBuffer, nSize, lpNumberOfBytesRead);

    return NT_SUCCESS(Status) ? TRUE : BaseSetLastNTError(Status);
}

BOOL WINAPI WriteProcessMemory(HANDLE hProcess, LPVOID lpBaseAddress, LPCVOID lpBuffer, SIZE_T nSize, SIZE_T *lpNumberOfBytesWritten)
{
    NTSTATUS Status = NtWriteVirtualMemory(hProcess, lpBaseAddress, (PVOID)lpBuffer, nSize, lpNumberOfBytesWritten);

    return NT_SUCCESS(Status) ? TRUE : BaseSetLastNTError(Status);
}

BOOL WINAPI FlushInstructionCache(HANDLE hProcess, LPCVOID lpBaseAddress, SIZE_T dwSize)
{
    NTSTATUS Status = NtFlushInstructionCache(hProcess, (PVOID)lpBaseAddress, dwSize);

    return NT_SUCCESS(Status) ? TRUE : BaseSetLastNTError(Status);
}

/* FALSE when no other thread was ready. */
BOOL WINAPI SwitchToThread(VOID)
{
    return NtYieldExecution() == STATUS_SUCCESS;
}

DWORD WINAPI GetCurrentProcessorNumber(VOID)
{
    return NtGetCurrentProcessorNumber();
}
