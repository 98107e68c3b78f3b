/* Condition variables, slim locks and one-time initialisation as Win32 has them, the Ex forms of the Create functions, handle flags. */
#include "k32p.h"

/* TRUE, or FALSE with last error 1460 when the time was over. The lock is held again in any case. */
static BOOL BaseSlept(NTSTATUS Status)
{
    if (Status == STATUS_TIMEOUT) {
        SetLastError(ERROR_TIMEOUT);
        return FALSE;
    }
    return NT_SUCCESS(Status) ? TRUE : BaseSetLastNTError(Status);
}

BOOL WINAPI SleepConditionVariableCS(PCONDITION_VARIABLE ConditionVariable, PCRITICAL_SECTION CriticalSection, DWORD dwMilliseconds)
{
    LARGE_INTEGER Time;

    return BaseSlept(RtlSleepConditionVariableCS(ConditionVariable, CriticalSection, BaseFormatTimeOut(&Time, dwMilliseconds)));
}

BOOL WINAPI SleepConditionVariableSRW(PCONDITION_VARIABLE ConditionVariable, PSRWLOCK SRWLock, DWORD dwMilliseconds, ULONG Flags)
{
    LARGE_INTEGER Time;

    return BaseSlept(RtlSleepConditionVariableSRW(ConditionVariable, SRWLock, BaseFormatTimeOut(&Time, dwMilliseconds), Flags));
}

BOOL WINAPI InitOnceBeginInitialize(LPINIT_ONCE lpInitOnce, DWORD dwFlags, PBOOL fPending, LPVOID *lpContext)
{
    NTSTATUS Status = RtlRunOnceBeginInitialize(lpInitOnce, dwFlags, lpContext);

    *fPending = Status == STATUS_PENDING;
    return NT_SUCCESS(Status) ? TRUE : BaseSetLastNTError(Status);
}

BOOL WINAPI InitOnceComplete(LPINIT_ONCE lpInitOnce, DWORD dwFlags, LPVOID lpContext)
{
    NTSTATUS Status = RtlRunOnceComplete(lpInitOnce, dwFlags, lpContext);

    return NT_SUCCESS(Status) ? TRUE : BaseSetLastNTError(Status);
}

/* The last error of a failed callback is the caller's to see. */
BOOL WINAPI InitOnceExecuteOnce(PINIT_ONCE InitOnce, PINIT_ONCE_FN InitFn, PVOID Parameter, LPVOID *Context)
{
    return NT_SUCCESS(RtlRunOnceExecuteOnce(InitOnce, (PRTL_RUN_ONCE_INIT_FN)InitFn, Parameter, Context));
}

BOOL WINAPI InitializeCriticalSectionEx(LPCRITICAL_SECTION lpCriticalSection, DWORD dwSpinCount, DWORD Flags)
{
    if (Flags & ~CRITICAL_SECTION_NO_DEBUG_INFO) {
        SetLastError(ERROR_INVALID_PARAMETER);
        return FALSE;
    }
    return InitializeCriticalSectionAndSpinCount(lpCriticalSection, dwSpinCount);
}

static POBJECT_ATTRIBUTES BaseAttributes(
    POBJECT_ATTRIBUTES ObjectAttributes, LPSECURITY_ATTRIBUTES SecurityAttributes, PUNICODE_STRING Name, LPCWSTR Text)
{
    BOOL Inherit = SecurityAttributes != NULL && SecurityAttributes->bInheritHandle;

    RtlInitUnicodeString(Name, Text);
    InitializeObjectAttributes(ObjectAttributes, Text != NULL ? Name : NULL, OBJ_OPENIF | (Inherit ? OBJ_INHERIT : 0), NULL, NULL);
    return ObjectAttributes;
}

static HANDLE BaseMade(NTSTATUS Status, HANDLE Handle)
{
    if (!NT_SUCCESS(Status)) {
        BaseSetLastNTError(Status);
        return NULL;
    }
    SetLastError(Status == STATUS_OBJECT_NAME_EXISTS ? ERROR_ALREADY_EXISTS : ERROR_SUCCESS);
    return Handle;
}

static HANDLE BaseBadFlags(VOID)
{
    SetLastError(ERROR_INVALID_PARAMETER);
    return NULL;
}

HANDLE WINAPI CreateEventExW(LPSECURITY_ATTRIBUTES lpEventAttributes, LPCWSTR lpName, DWORD dwFlags, DWORD dwDesiredAccess)
{
    UNICODE_STRING Name;
    OBJECT_ATTRIBUTES ObjectAttributes;
    HANDLE Event;
    NTSTATUS Status;

    if (dwFlags & ~(CREATE_EVENT_MANUAL_RESET | CREATE_EVENT_INITIAL_SET))
        return BaseBadFlags();
    Status = NtCreateEvent(&Event, dwDesiredAccess, BaseAttributes(&ObjectAttributes, lpEventAttributes, &Name, lpName),
        dwFlags & CREATE_EVENT_MANUAL_RESET ? NotificationEvent : SynchronizationEvent, (dwFlags & CREATE_EVENT_INITIAL_SET) != 0);
    return BaseMade(Status, Event);
}

HANDLE WINAPI CreateMutexExW(LPSECURITY_ATTRIBUTES lpMutexAttributes, LPCWSTR lpName, DWORD dwFlags, DWORD dwDesiredAccess)
{
    UNICODE_STRING Name;
    OBJECT_ATTRIBUTES ObjectAttributes;
    HANDLE Mutex;
    NTSTATUS Status;

    if (dwFlags & ~CREATE_MUTEX_INITIAL_OWNER)
        return BaseBadFlags();
    Status = NtCreateMutant(&Mutex, dwDesiredAccess, BaseAttributes(&ObjectAttributes, lpMutexAttributes, &Name, lpName),
        (dwFlags & CREATE_MUTEX_INITIAL_OWNER) != 0);
    return BaseMade(Status, Mutex);
}

HANDLE WINAPI CreateSemaphoreExW(LPSECURITY_ATTRIBUTES lpSemaphoreAttributes, LONG lInitialCount, LONG lMaximumCount,
    LPCWSTR lpName, DWORD dwFlags, DWORD dwDesiredAccess)
{
    UNICODE_STRING Name;
    OBJECT_ATTRIBUTES ObjectAttributes;
    HANDLE Semaphore;
    NTSTATUS Status;

    if (dwFlags != 0)
        return BaseBadFlags();
    Status = NtCreateSemaphore(&Semaphore, dwDesiredAccess,
        BaseAttributes(&ObjectAttributes, lpSemaphoreAttributes, &Name, lpName), lInitialCount, lMaximumCount);
    return BaseMade(Status, Semaphore);
}

/* The A forms: the name is made wide, everything else is the W form's. */
#define ANSI_FORM(call)                                  \
    UNICODE_STRING Name;                                 \
    HANDLE Handle;                                       \
                                                         \
    Name.Buffer = NULL;                                  \
    if (lpName != NULL && !BaseNameToUnicode(&Name, lpName)) \
        return NULL;                                     \
    Handle = call;                                       \
    if (lpName != NULL)                                  \
        RtlFreeUnicodeString(&Name);                     \
    return Handle

HANDLE WINAPI CreateEventExA(LPSECURITY_ATTRIBUTES lpEventAttributes, LPCSTR lpName, DWORD dwFlags, DWORD dwDesiredAccess)
{
    ANSI_FORM(CreateEventExW(lpEventAttributes, Name.Buffer, dwFlags, dwDesiredAccess));
}

HANDLE WINAPI CreateMutexExA(LPSECURITY_ATTRIBUTES lpMutexAttributes, LPCSTR lpName, DWORD dwFlags, DWORD dwDesiredAccess)
{
    ANSI_FORM(CreateMutexExW(lpMutexAttributes, Name.Buffer, dwFlags, dwDesiredAccess));
}

HANDLE WINAPI CreateSemaphoreExA(LPSECURITY_ATTRIBUTES lpSemaphoreAttributes, LONG lInitialCount, LONG lMaximumCount,
    LPCSTR lpName, DWORD dwFlags, DWORD dwDesiredAccess)
{
    ANSI_FORM(CreateSemaphoreExW(lpSemaphoreAttributes, lInitialCount, lMaximumCount, Name.Buffer, dwFlags, dwDesiredAccess));
}

HANDLE WINAPI CreateWaitableTimerExW(LPSECURITY_ATTRIBUTES lpTimerAttributes, LPCWSTR lpTimerName, DWORD dwFlags, DWORD dwDesiredAccess)
{
    UNICODE_STRING Name;
    OBJECT_ATTRIBUTES ObjectAttributes;
    HANDLE Timer;
    NTSTATUS Status;

    if (dwFlags & ~CREATE_WAITABLE_TIMER_MANUAL_RESET)
        return BaseBadFlags();
    Status = NtCreateTimer(&Timer, dwDesiredAccess, BaseAttributes(&ObjectAttributes, lpTimerAttributes, &Name, lpTimerName),
        dwFlags & CREATE_WAITABLE_TIMER_MANUAL_RESET ? NotificationTimer : SynchronizationTimer);
    return BaseMade(Status, Timer);
}

HANDLE WINAPI CreateWaitableTimerExA(LPSECURITY_ATTRIBUTES lpTimerAttributes, LPCSTR lpName, DWORD dwFlags, DWORD dwDesiredAccess)
{
    ANSI_FORM(CreateWaitableTimerExW(lpTimerAttributes, Name.Buffer, dwFlags, dwDesiredAccess));
}

HANDLE WINAPI CreateWaitableTimerW(LPSECURITY_ATTRIBUTES lpTimerAttributes, BOOL bManualReset, LPCWSTR lpTimerName)
{
    return CreateWaitableTimerExW(
        lpTimerAttributes, lpTimerName, bManualReset ? CREATE_WAITABLE_TIMER_MANUAL_RESET : 0, TIMER_ALL_ACCESS);
}

HANDLE WINAPI CreateWaitableTimerA(LPSECURITY_ATTRIBUTES lpTimerAttributes, BOOL bManualReset, LPCSTR lpTimerName)
{
    return CreateWaitableTimerExA(
        lpTimerAttributes, lpTimerName, bManualReset ? CREATE_WAITABLE_TIMER_MANUAL_RESET : 0, TIMER_ALL_ACCESS);
}

HANDLE WINAPI OpenWaitableTimerW(DWORD dwDesiredAccess, BOOL bInheritHandle, LPCWSTR lpTimerName)
{
    UNICODE_STRING Name;
    OBJECT_ATTRIBUTES ObjectAttributes;
    HANDLE Timer;
    NTSTATUS Status;

    if (lpTimerName == NULL)
        return BaseBadFlags();
    RtlInitUnicodeString(&Name, lpTimerName);
    InitializeObjectAttributes(&ObjectAttributes, &Name, bInheritHandle ? OBJ_INHERIT : 0, NULL, NULL);
    Status = NtOpenTimer(&Timer, dwDesiredAccess, &ObjectAttributes);
    if (NT_SUCCESS(Status))
        return Timer;
    BaseSetLastNTError(Status);
    return NULL;
}

HANDLE WINAPI OpenWaitableTimerA(DWORD dwDesiredAccess, BOOL bInheritHandle, LPCSTR lpName)
{
    ANSI_FORM(OpenWaitableTimerW(dwDesiredAccess, bInheritHandle, Name.Buffer));
}

/* Due: negative from now, positive a time of day, in 100 ns. A period of 0 means once. */
BOOL WINAPI SetWaitableTimer(HANDLE hTimer, const LARGE_INTEGER *lpDueTime, LONG lPeriod, PTIMERAPCROUTINE pfnCompletionRoutine,
    LPVOID lpArgToCompletionRoutine, BOOL fResume)
{
    NTSTATUS Status = NtSetTimer(hTimer, (PLARGE_INTEGER)lpDueTime, (PVOID)pfnCompletionRoutine, lpArgToCompletionRoutine,
        (BOOLEAN)fResume, lPeriod, NULL);

    return NT_SUCCESS(Status) ? TRUE : BaseSetLastNTError(Status);
}

BOOL WINAPI CancelWaitableTimer(HANDLE hTimer)
{
    NTSTATUS Status = NtCancelTimer(hTimer, NULL);

    return NT_SUCCESS(Status) ? TRUE : BaseSetLastNTError(Status);
}

DWORD WINAPI SignalObjectAndWait(HANDLE hObjectToSignal, HANDLE hObjectToWaitOn, DWORD dwMilliseconds, BOOL bAlertable)
{
    LARGE_INTEGER Time;
    NTSTATUS Status;

    do {
        Status = NtSignalAndWaitForSingleObject(
            hObjectToSignal, hObjectToWaitOn, (BOOLEAN)bAlertable, BaseFormatTimeOut(&Time, dwMilliseconds));
    } while (Status == STATUS_ALERTED);
    if (NT_SUCCESS(Status))
        return Status;
    BaseSetLastNTError(Status);
    return WAIT_FAILED;
}

typedef struct _BASE_HANDLE_FLAGS {
    BOOLEAN Inherit;
    BOOLEAN ProtectFromClose;
} BASE_HANDLE_FLAGS;

BOOL WINAPI GetHandleInformation(HANDLE hObject, LPDWORD lpdwFlags)
{
    BASE_HANDLE_FLAGS Flags;
    NTSTATUS Status = NtQueryObject(hObject, ObjectHandleFlagInformation, &Flags, sizeof(Flags), NULL);

    if (!NT_SUCCESS(Status))
        return BaseSetLastNTError(Status);
    *lpdwFlags = (Flags.Inherit ? HANDLE_FLAG_INHERIT : 0) | (Flags.ProtectFromClose ? HANDLE_FLAG_PROTECT_FROM_CLOSE : 0);
    return TRUE;
}

BOOL WINAPI SetHandleInformation(HANDLE hObject, DWORD dwMask, DWORD dwFlags)
{
    BASE_HANDLE_FLAGS Flags;
    NTSTATUS Status = NtQueryObject(hObject, ObjectHandleFlagInformation, &Flags, sizeof(Flags), NULL);

    if (!NT_SUCCESS(Status))
        return BaseSetLastNTError(Status);
    if (dwMask & HANDLE_FLAG_INHERIT)
        Flags.Inherit = (dwFlags & HANDLE_FLAG_INHERIT) != 0;
    if (dwMask & HANDLE_FLAG_PROTECT_FROM_CLOSE)
        Flags.ProtectFromClose = (dwFlags & HANDLE_FLAG_PROTECT_FROM_CLOSE) != 0;
    Status = NtSetInformationObject(hObject, ObjectHandleFlagInformation, &Flags, sizeof(Flags));
    return NT_SUCCESS(Status) ? TRUE : BaseSetLastNTError(Status);
}

BOOL WINAPI GetProcessHandleCount(HANDLE hProcess, PDWORD pdwHandleCount)
{
    NTSTATUS Status = NtQueryInformationProcess(hProcess, ProcessHandleCount, pdwHandleCount, sizeof(DWORD), NULL);

    return NT_SUCCESS(Status) ? TRUE : BaseSetLastNTError(Status);
}
