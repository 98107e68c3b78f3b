/* Interlocked operations, events and waiting. Critical sections are ntdll's own functions under other names. */
#include "k32p.h"

LONG WINAPI InterlockedIncrement(LONG volatile *lpAddend)
{
    return _InterlockedIncrement(lpAddend);
}

LONG WINAPI InterlockedDecrement(LONG volatile *lpAddend)
{
    return _InterlockedDecrement(lpAddend);
}

LONG WINAPI InterlockedExchange(LONG volatile *Target, LONG Value)
{
    return _InterlockedExchange(Target, Value);
}

LONG WINAPI InterlockedExchangeAdd(LONG volatile *Addend, LONG Value)
{
    return _InterlockedExchangeAdd(Addend, Value);
}

LONG WINAPI InterlockedCompareExchange(LONG volatile *Destination, LONG Exchange, LONG Comperand)
{
    return _InterlockedCompareExchange(Destination, Exchange, Comperand);
}

/* Since Vista this cannot fail. */
BOOL WINAPI InitializeCriticalSectionAndSpinCount(LPCRITICAL_SECTION lpCriticalSection, DWORD dwSpinCount)
{
    NTSTATUS Status = RtlInitializeCriticalSectionAndSpinCount(lpCriticalSection, dwSpinCount);

    return NT_SUCCESS(Status) ? TRUE : BaseSetLastNTError(Status);
}

/* Named objects live in the session's directory, which the kernel takes for names without a leading separator. */
static POBJECT_ATTRIBUTES BaseFormatObjectAttributes(
    POBJECT_ATTRIBUTES ObjectAttributes, LPSECURITY_ATTRIBUTES SecurityAttributes, PUNICODE_STRING Name)
{
    ULONG Attributes = OBJ_OPENIF;

    if (SecurityAttributes != NULL && SecurityAttributes->bInheritHandle)
        Attributes |= OBJ_INHERIT;
    InitializeObjectAttributes(ObjectAttributes, Name, Attributes, NULL, NULL);
    return ObjectAttributes;
}

HANDLE WINAPI CreateEventW(LPSECURITY_ATTRIBUTES lpEventAttributes, BOOL bManualReset, BOOL bInitialState, LPCWSTR lpName)
{
    UNICODE_STRING Name;
    OBJECT_ATTRIBUTES ObjectAttributes;
    HANDLE Event;
    NTSTATUS Status;

    RtlInitUnicodeString(&Name, lpName);
    BaseFormatObjectAttributes(&ObjectAttributes, lpEventAttributes, lpName != NULL ? &Name : NULL);
    Status = NtCreateEvent(&Event, EVENT_ALL_ACCESS, &ObjectAttributes, bManualReset ? NotificationEvent : SynchronizationEvent, bInitialState != 0);
    if (!NT_SUCCESS(Status)) {
        BaseSetLastNTError(Status);
        return NULL;
    }
    SetLastError(Status == STATUS_OBJECT_NAME_EXISTS ? ERROR_ALREADY_EXISTS : ERROR_SUCCESS);
    return Event;
}

HANDLE WINAPI CreateEventA(LPSECURITY_ATTRIBUTES lpEventAttributes, BOOL bManualReset, BOOL bInitialState, LPCSTR lpName)
{
    UNICODE_STRING Name;
    HANDLE Event;

    if (lpName == NULL)
        return CreateEventW(lpEventAttributes, bManualReset, bInitialState, NULL);
    if (!BaseToUnicode(&Name, lpName))
        return NULL;
    Event = CreateEventW(lpEventAttributes, bManualReset, bInitialState, Name.Buffer);
    RtlFreeUnicodeString(&Name);
    return Event;
}

HANDLE WINAPI OpenEventW(DWORD dwDesiredAccess, BOOL bInheritHandle, LPCWSTR lpName)
{
    UNICODE_STRING Name;
    OBJECT_ATTRIBUTES ObjectAttributes;
    HANDLE Event;
    NTSTATUS Status;

    if (lpName == NULL) {
        SetLastError(ERROR_INVALID_PARAMETER);
        return NULL;
    }
    RtlInitUnicodeString(&Name, lpName);
    InitializeObjectAttributes(&ObjectAttributes, &Name, bInheritHandle ? OBJ_INHERIT : 0, NULL, NULL);
    Status = NtOpenEvent(&Event, dwDesiredAccess, &ObjectAttributes);
    if (NT_SUCCESS(Status))
        return Event;
    BaseSetLastNTError(Status);
    return NULL;
}

HANDLE WINAPI OpenEventA(DWORD dwDesiredAccess, BOOL bInheritHandle, LPCSTR lpName)
{
    UNICODE_STRING Name;
    HANDLE Event;

    if (!BaseToUnicode(&Name, lpName))
        return NULL;
    Event = OpenEventW(dwDesiredAccess, bInheritHandle, Name.Buffer);
    RtlFreeUnicodeString(&Name);
    return Event;
}

BOOL WINAPI SetEvent(HANDLE hEvent)
{
    NTSTATUS Status = NtSetEvent(hEvent, NULL);

    return NT_SUCCESS(Status) ? TRUE : BaseSetLastNTError(Status);
}

BOOL WINAPI ResetEvent(HANDLE hEvent)
{
    NTSTATUS Status = NtResetEvent(hEvent, NULL);

    return NT_SUCCESS(Status) ? TRUE : BaseSetLastNTError(Status);
}

DWORD WINAPI WaitForSingleObjectEx(HANDLE hHandle, DWORD dwMilliseconds, BOOL bAlertable)
{
    LARGE_INTEGER Time;
    NTSTATUS Status;

    do {
        Status = NtWaitForSingleObject(hHandle, (BOOLEAN)bAlertable, BaseFormatTimeOut(&Time, dwMilliseconds));
    } while (Status == STATUS_ALERTED);
    if (NT_SUCCESS(Status))
        return Status;
    BaseSetLastNTError(Status);
    return WAIT_FAILED;
}

DWORD WINAPI WaitForSingleObject(HANDLE hHandle, DWORD dwMilliseconds)
{
    return WaitForSingleObjectEx(hHandle, dwMilliseconds, FALSE);
}
