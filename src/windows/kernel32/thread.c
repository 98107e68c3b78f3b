/* Threads: making and ending them, suspending, priorities, times, affinity. */
#include "k32p.h"

/* Native attribute list with two entries: where the ids and the TEB's address go. */
typedef struct _BASE_THREAD_ATTRIBUTES {
    ULONG TotalLength;
    struct {
        ULONG Attribute;
        ULONG Size;
        PVOID Value;
        PULONG ReturnLength;
    } Attributes[2];
} BASE_THREAD_ATTRIBUTES;

#define PS_ATTRIBUTE_CLIENT_ID 0x10003
#define PS_ATTRIBUTE_TEB_ADDRESS 0x10004
#define THREAD_CREATE_FLAGS_CREATE_SUSPENDED 1

/* The thread is made suspended and resumed when all is done, unless the caller wants it to stay so. */
HANDLE WINAPI CreateRemoteThread(HANDLE hProcess, LPSECURITY_ATTRIBUTES lpThreadAttributes, SIZE_T dwStackSize,
    LPTHREAD_START_ROUTINE lpStartAddress, LPVOID lpParameter, DWORD dwCreationFlags, LPDWORD lpThreadId)
{
    OBJECT_ATTRIBUTES ObjectAttributes;
    BASE_THREAD_ATTRIBUTES List;
    CLIENT_ID ClientId;
    PVOID Teb;
    HANDLE Thread;
    NTSTATUS Status;
    BOOL IsReservation = (dwCreationFlags & STACK_SIZE_PARAM_IS_A_RESERVATION) != 0;

    if (dwCreationFlags & ~(CREATE_SUSPENDED | STACK_SIZE_PARAM_IS_A_RESERVATION)) {
        SetLastError(ERROR_INVALID_PARAMETER);
        return NULL;
    }
    InitializeObjectAttributes(&ObjectAttributes, NULL,
        lpThreadAttributes != NULL && lpThreadAttributes->bInheritHandle ? OBJ_INHERIT : 0, NULL, NULL);
    List.TotalLength = sizeof(List);
    List.Attributes[0].Attribute = PS_ATTRIBUTE_CLIENT_ID;
    List.Attributes[0].Size = sizeof(ClientId);
    List.Attributes[0].Value = &ClientId;
    List.Attributes[0].ReturnLength = NULL;
    List.Attributes[1].Attribute = PS_ATTRIBUTE_TEB_ADDRESS;
    List.Attributes[1].Size = sizeof(Teb);
    List.Attributes[1].Value = &Teb;
    List.Attributes[1].ReturnLength = NULL;
    Status = NtCreateThreadEx(&Thread, THREAD_ALL_ACCESS, &ObjectAttributes, hProcess, (PVOID)lpStartAddress, lpParameter,
        THREAD_CREATE_FLAGS_CREATE_SUSPENDED, 0, IsReservation ? 0 : dwStackSize, IsReservation ? dwStackSize : 0, &List);
    if (!NT_SUCCESS(Status)) {
        BaseSetLastNTError(Status);
        return NULL;
    }
    if (lpThreadId != NULL)
        *lpThreadId = (DWORD)ClientId.UniqueThread;
    if (!(dwCreationFlags & CREATE_SUSPENDED))
        NtResumeThread(Thread, NULL);
    return Thread;
}

HANDLE WINAPI CreateThread(LPSECURITY_ATTRIBUTES lpThreadAttributes, SIZE_T dwStackSize, LPTHREAD_START_ROUTINE lpStartAddress,
    LPVOID lpParameter, DWORD dwCreationFlags, LPDWORD lpThreadId)
{
    return CreateRemoteThread(
        NtCurrentProcess(), lpThreadAttributes, dwStackSize, lpStartAddress, lpParameter, dwCreationFlags, lpThreadId);
}

HANDLE WINAPI OpenThread(DWORD dwDesiredAccess, BOOL bInheritHandle, DWORD dwThreadId)
{
    OBJECT_ATTRIBUTES ObjectAttributes;
    CLIENT_ID ClientId;
    HANDLE Thread;
    NTSTATUS Status;

    InitializeObjectAttributes(&ObjectAttributes, NULL, bInheritHandle ? OBJ_INHERIT : 0, NULL, NULL);
    ClientId.UniqueProcess = NULL;
    ClientId.UniqueThread = (HANDLE)dwThreadId;
    Status = NtOpenThread(&Thread, dwDesiredAccess, &ObjectAttributes, &ClientId);
    if (NT_SUCCESS(Status))
        return Thread;
    BaseSetLastNTError(Status);
    return NULL;
}

/* The thread ends where it stands: no DLL is told, locks stay held. */
BOOL WINAPI TerminateThread(HANDLE hThread, DWORD dwExitCode)
{
    NTSTATUS Status;

    if (hThread == NULL) {
        SetLastError(ERROR_INVALID_HANDLE);
        return FALSE;
    }
    Status = NtTerminateThread(hThread, dwExitCode);
    return NT_SUCCESS(Status) ? TRUE : BaseSetLastNTError(Status);
}

static BOOL BaseThreadBasicInformation(HANDLE hThread, PTHREAD_BASIC_INFORMATION Information)
{
    NTSTATUS Status = NtQueryInformationThread(hThread, ThreadBasicInformation, Information, sizeof(*Information), NULL);

    return NT_SUCCESS(Status) ? TRUE : BaseSetLastNTError(Status);
}

/* STILL_ACTIVE (259) while the thread runs. */
BOOL WINAPI GetExitCodeThread(HANDLE hThread, LPDWORD lpExitCode)
{
    THREAD_BASIC_INFORMATION Information;

    if (!BaseThreadBasicInformation(hThread, &Information))
        return FALSE;
    *lpExitCode = Information.ExitStatus;
    return TRUE;
}

DWORD WINAPI GetThreadId(HANDLE Thread)
{
    THREAD_BASIC_INFORMATION Information;

    return BaseThreadBasicInformation(Thread, &Information) ? (DWORD)Information.ClientId.UniqueThread : 0;
}

DWORD WINAPI GetProcessIdOfThread(HANDLE Thread)
{
    THREAD_BASIC_INFORMATION Information;

    return BaseThreadBasicInformation(Thread, &Information) ? (DWORD)Information.ClientId.UniqueProcess : 0;
}

DWORD WINAPI SuspendThread(HANDLE hThread)
{
    ULONG Previous;
    NTSTATUS Status = NtSuspendThread(hThread, &Previous);

    if (NT_SUCCESS(Status))
        return Previous;
    BaseSetLastNTError(Status);
    return (DWORD)-1;
}

DWORD WINAPI ResumeThread(HANDLE hThread)
{
    ULONG Previous;
    NTSTATUS Status = NtResumeThread(hThread, &Previous);

    if (NT_SUCCESS(Status))
        return Previous;
    BaseSetLastNTError(Status);
    return (DWORD)-1;
}

/* The thread does it in its next alertable wait; one that has not begun yet, before its start routine. */
DWORD WINAPI QueueUserAPC(PAPCFUNC pfnAPC, HANDLE hThread, ULONG_PTR dwData)
{
    NTSTATUS Status = NtQueueApcThread(hThread, (PVOID)RtlDispatchAPC, (PVOID)pfnAPC, (PVOID)dwData, NULL);

    return NT_SUCCESS(Status) ? TRUE : BaseSetLastNTError(Status);
}

/* What a thread that is not suspended gives is old before it is read. */
BOOL WINAPI GetThreadContext(HANDLE hThread, LPCONTEXT lpContext)
{
    NTSTATUS Status = NtGetContextThread(hThread, lpContext);

    return NT_SUCCESS(Status) ? TRUE : BaseSetLastNTError(Status);
}

BOOL WINAPI SetThreadContext(HANDLE hThread, const CONTEXT *lpContext)
{
    NTSTATUS Status = NtSetContextThread(hThread, (PCONTEXT)lpContext);

    return NT_SUCCESS(Status) ? TRUE : BaseSetLastNTError(Status);
}

/* The ends of the range are marked by 16 and -16 in the kernel, 15 and -15 here. */
BOOL WINAPI SetThreadPriority(HANDLE hThread, int nPriority)
{
    LONG Level = nPriority;
    NTSTATUS Status;

    if (Level == THREAD_PRIORITY_TIME_CRITICAL)
        Level = 16;
    else if (Level == THREAD_PRIORITY_IDLE)
        Level = -16;
    else if (Level == 16 || Level == -16)
        Level = 100;
    Status = NtSetInformationThread(hThread, ThreadBasePriority, &Level, sizeof(Level));
    return NT_SUCCESS(Status) ? TRUE : BaseSetLastNTError(Status);
}

int WINAPI GetThreadPriority(HANDLE hThread)
{
    THREAD_BASIC_INFORMATION Information;

    if (!BaseThreadBasicInformation(hThread, &Information))
        return THREAD_PRIORITY_ERROR_RETURN;
    if (Information.BasePriority == 16)
        return THREAD_PRIORITY_TIME_CRITICAL;
    return Information.BasePriority == -16 ? THREAD_PRIORITY_IDLE : Information.BasePriority;
}

BOOL WINAPI SetThreadPriorityBoost(HANDLE hThread, BOOL bDisablePriorityBoost)
{
    ULONG Disable = bDisablePriorityBoost != 0;
    NTSTATUS Status = NtSetInformationThread(hThread, ThreadPriorityBoost, &Disable, sizeof(Disable));

    return NT_SUCCESS(Status) ? TRUE : BaseSetLastNTError(Status);
}

BOOL WINAPI GetThreadPriorityBoost(HANDLE hThread, PBOOL pDisablePriorityBoost)
{
    ULONG Disable;
    NTSTATUS Status = NtQueryInformationThread(hThread, ThreadPriorityBoost, &Disable, sizeof(Disable), NULL);

    if (!NT_SUCCESS(Status))
        return BaseSetLastNTError(Status);
    *pDisablePriorityBoost = Disable;
    return TRUE;
}

BOOL WINAPI GetThreadTimes(
    HANDLE hThread, LPFILETIME lpCreationTime, LPFILETIME lpExitTime, LPFILETIME lpKernelTime, LPFILETIME lpUserTime)
{
    FILETIME Times[4];
    NTSTATUS Status = NtQueryInformationThread(hThread, ThreadTimes, Times, sizeof(Times), NULL);

    if (!NT_SUCCESS(Status))
        return BaseSetLastNTError(Status);
    *lpCreationTime = Times[0];
    *lpExitTime = Times[1];
    *lpKernelTime = Times[2];
    *lpUserTime = Times[3];
    return TRUE;
}

BOOL WINAPI GetProcessTimes(
    HANDLE hProcess, LPFILETIME lpCreationTime, LPFILETIME lpExitTime, LPFILETIME lpKernelTime, LPFILETIME lpUserTime)
{
    FILETIME Times[4];
    NTSTATUS Status = NtQueryInformationProcess(hProcess, ProcessTimes, Times, sizeof(Times), NULL);

    if (!NT_SUCCESS(Status))
        return BaseSetLastNTError(Status);
    *lpCreationTime = Times[0];
    *lpExitTime = Times[1];
    *lpKernelTime = Times[2];
    *lpUserTime = Times[3];
    return TRUE;
}

/* The mask before; 0 for failure. */
DWORD_PTR WINAPI SetThreadAffinityMask(HANDLE hThread, DWORD_PTR dwThreadAffinityMask)
{
    THREAD_BASIC_INFORMATION Information;
    NTSTATUS Status;

    if (!BaseThreadBasicInformation(hThread, &Information))
        return 0;
    Status = NtSetInformationThread(hThread, ThreadAffinityMask, &dwThreadAffinityMask, sizeof(dwThreadAffinityMask));
    if (NT_SUCCESS(Status))
        return Information.AffinityMask;
    BaseSetLastNTError(Status);
    return 0;
}

BOOL WINAPI SetProcessAffinityMask(HANDLE hProcess, DWORD_PTR dwProcessAffinityMask)
{
    NTSTATUS Status = NtSetInformationProcess(hProcess, ProcessAffinityMask, &dwProcessAffinityMask, sizeof(dwProcessAffinityMask));

    return NT_SUCCESS(Status) ? TRUE : BaseSetLastNTError(Status);
}

BOOL WINAPI GetProcessAffinityMask(HANDLE hProcess, DWORD_PTR *lpProcessAffinityMask, DWORD_PTR *lpSystemAffinityMask)
{
    PROCESS_BASIC_INFORMATION Information;
    NTSTATUS Status = NtQueryInformationProcess(hProcess, ProcessBasicInformation, &Information, sizeof(Information), NULL);

    if (!NT_SUCCESS(Status))
        return BaseSetLastNTError(Status);
    *lpProcessAffinityMask = Information.AffinityMask;
    *lpSystemAffinityMask = (1 << NtCurrentPeb()->NumberOfProcessors) - 1;
    return TRUE;
}

DWORD WINAPI SetThreadIdealProcessor(HANDLE hThread, DWORD dwIdealProcessor)
{
    NTSTATUS Status = NtSetInformationThread(hThread, ThreadIdealProcessor, &dwIdealProcessor, sizeof(dwIdealProcessor));

    if (NT_SUCCESS(Status))
        return Status;
    BaseSetLastNTError(Status);
    return (DWORD)-1;
}

typedef struct _BASE_PRIORITY_CLASS {
    BOOLEAN Foreground;
    UCHAR PriorityClass;
} BASE_PRIORITY_CLASS;

/* The kernel's numbers of the classes, from 1 on. */
static const DWORD BasePriorityClasses[] = {0, IDLE_PRIORITY_CLASS, NORMAL_PRIORITY_CLASS, HIGH_PRIORITY_CLASS,
    REALTIME_PRIORITY_CLASS, BELOW_NORMAL_PRIORITY_CLASS, ABOVE_NORMAL_PRIORITY_CLASS};

/* Without the privilege for it, real time is granted as high. */
BOOL WINAPI SetPriorityClass(HANDLE hProcess, DWORD dwPriorityClass)
{
    BASE_PRIORITY_CLASS Class;
    NTSTATUS Status;

    Class.Foreground = FALSE;
    for (Class.PriorityClass = 6; Class.PriorityClass > 0; Class.PriorityClass--) {
        if (BasePriorityClasses[Class.PriorityClass] == dwPriorityClass)
            break;
    }
    if (Class.PriorityClass == 0) {
        SetLastError(ERROR_INVALID_PARAMETER);
        return FALSE;
    }
    Status = NtSetInformationProcess(hProcess, ProcessPriorityClass, &Class, sizeof(Class));
    return NT_SUCCESS(Status) ? TRUE : BaseSetLastNTError(Status);
}

DWORD WINAPI GetPriorityClass(HANDLE hProcess)
{
    BASE_PRIORITY_CLASS Class;
    NTSTATUS Status = NtQueryInformationProcess(hProcess, ProcessPriorityClass, &Class, sizeof(Class), NULL);

    if (NT_SUCCESS(Status))
        return Class.PriorityClass < 7 ? BasePriorityClasses[Class.PriorityClass] : NORMAL_PRIORITY_CLASS;
    BaseSetLastNTError(Status);
    return 0;
}

BOOL WINAPI SetProcessPriorityBoost(HANDLE hProcess, BOOL bDisablePriorityBoost)
{
    ULONG Disable = bDisablePriorityBoost != 0;
    NTSTATUS Status = NtSetInformationProcess(hProcess, ProcessPriorityBoost, &Disable, sizeof(Disable));

    return NT_SUCCESS(Status) ? TRUE : BaseSetLastNTError(Status);
}

BOOL WINAPI GetProcessPriorityBoost(HANDLE hProcess, PBOOL pDisablePriorityBoost)
{
    ULONG Disable;
    NTSTATUS Status = NtQueryInformationProcess(hProcess, ProcessPriorityBoost, &Disable, sizeof(Disable), NULL);

    if (!NT_SUCCESS(Status))
        return BaseSetLastNTError(Status);
    *pDisablePriorityBoost = Disable;
    return TRUE;
}
