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
    if (!BaseNameToUnicode(&Name, lpName))
        return NULL;
    Event = CreateEventW(lpEventAttributes, bManualReset, bInitialState, Name.Buffer);
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

BOOL WINAPI PulseEvent(HANDLE hEvent)
{
    NTSTATUS Status = NtPulseEvent(hEvent, NULL);

    return NT_SUCCESS(Status) ? TRUE : BaseSetLastNTError(Status);
}

/* What a Create function gives back: the handle, with last error 183 when the object was there before; or NULL. */
static HANDLE BaseCreated(NTSTATUS Status, HANDLE Handle)
{
    if (!NT_SUCCESS(Status)) {
        BaseSetLastNTError(Status);
        return NULL;
    }
    SetLastError(Status == STATUS_OBJECT_NAME_EXISTS ? ERROR_ALREADY_EXISTS : ERROR_SUCCESS);
    return Handle;
}

HANDLE WINAPI CreateMutexW(LPSECURITY_ATTRIBUTES lpMutexAttributes, BOOL bInitialOwner, LPCWSTR lpName)
{
    UNICODE_STRING Name;
    OBJECT_ATTRIBUTES ObjectAttributes;
    HANDLE Mutex;
    NTSTATUS Status;

    RtlInitUnicodeString(&Name, lpName);
    BaseFormatObjectAttributes(&ObjectAttributes, lpMutexAttributes, lpName != NULL ? &Name : NULL);
    Status = NtCreateMutant(&Mutex, MUTANT_ALL_ACCESS, &ObjectAttributes, bInitialOwner != 0);
    return BaseCreated(Status, Mutex);
}

HANDLE WINAPI CreateMutexA(LPSECURITY_ATTRIBUTES lpMutexAttributes, BOOL bInitialOwner, LPCSTR lpName)
{
    UNICODE_STRING Name;
    HANDLE Mutex;

    if (lpName == NULL)
        return CreateMutexW(lpMutexAttributes, bInitialOwner, NULL);
    if (!BaseNameToUnicode(&Name, lpName))
        return NULL;
    Mutex = CreateMutexW(lpMutexAttributes, bInitialOwner, Name.Buffer);
    RtlFreeUnicodeString(&Name);
    return Mutex;
}

/* Only its owner may release it: otherwise last error 288. */
BOOL WINAPI ReleaseMutex(HANDLE hMutex)
{
    NTSTATUS Status = NtReleaseMutant(hMutex, NULL);

    return NT_SUCCESS(Status) ? TRUE : BaseSetLastNTError(Status);
}

HANDLE WINAPI CreateSemaphoreW(LPSECURITY_ATTRIBUTES lpSemaphoreAttributes, LONG lInitialCount, LONG lMaximumCount, LPCWSTR lpName)
{
    UNICODE_STRING Name;
    OBJECT_ATTRIBUTES ObjectAttributes;
    HANDLE Semaphore;
    NTSTATUS Status;

    RtlInitUnicodeString(&Name, lpName);
    BaseFormatObjectAttributes(&ObjectAttributes, lpSemaphoreAttributes, lpName != NULL ? &Name : NULL);
    Status = NtCreateSemaphore(&Semaphore, SEMAPHORE_ALL_ACCESS, &ObjectAttributes, lInitialCount, lMaximumCount);
    return BaseCreated(Status, Semaphore);
}

HANDLE WINAPI CreateSemaphoreA(LPSECURITY_ATTRIBUTES lpSemaphoreAttributes, LONG lInitialCount, LONG lMaximumCount, LPCSTR lpName)
{
    UNICODE_STRING Name;
    HANDLE Semaphore;

    if (lpName == NULL)
        return CreateSemaphoreW(lpSemaphoreAttributes, lInitialCount, lMaximumCount, NULL);
    if (!BaseNameToUnicode(&Name, lpName))
        return NULL;
    Semaphore = CreateSemaphoreW(lpSemaphoreAttributes, lInitialCount, lMaximumCount, Name.Buffer);
    RtlFreeUnicodeString(&Name);
    return Semaphore;
}

BOOL WINAPI ReleaseSemaphore(HANDLE hSemaphore, LONG lReleaseCount, LPLONG lpPreviousCount)
{
    NTSTATUS Status = NtReleaseSemaphore(hSemaphore, lReleaseCount, lpPreviousCount);

    return NT_SUCCESS(Status) ? TRUE : BaseSetLastNTError(Status);
}

typedef NTSTATUS (NTAPI *BASE_OPEN_ROUTINE)(PHANDLE Handle, ACCESS_MASK DesiredAccess, POBJECT_ATTRIBUTES ObjectAttributes);

static HANDLE BaseOpenNamed(BASE_OPEN_ROUTINE Open, DWORD Access, BOOL Inherit, LPCWSTR Text)
{
    UNICODE_STRING Name;
    OBJECT_ATTRIBUTES ObjectAttributes;
    HANDLE Handle;
    NTSTATUS Status;

    if (Text == NULL) {
        SetLastError(ERROR_INVALID_PARAMETER);
        return NULL;
    }
    RtlInitUnicodeString(&Name, Text);
    InitializeObjectAttributes(&ObjectAttributes, &Name, Inherit ? OBJ_INHERIT : 0, NULL, NULL);
    Status = Open(&Handle, Access, &ObjectAttributes);
    if (NT_SUCCESS(Status))
        return Handle;
    BaseSetLastNTError(Status);
    return NULL;
}

static HANDLE BaseOpenNamedA(BASE_OPEN_ROUTINE Open, DWORD Access, BOOL Inherit, LPCSTR Text)
{
    UNICODE_STRING Name;
    HANDLE Handle;

    if (!BaseNameToUnicode(&Name, Text))
        return NULL;
    Handle = BaseOpenNamed(Open, Access, Inherit, Name.Buffer);
    RtlFreeUnicodeString(&Name);
    return Handle;
}

HANDLE WINAPI OpenEventW(DWORD dwDesiredAccess, BOOL bInheritHandle, LPCWSTR lpName)
{
    return BaseOpenNamed(NtOpenEvent, dwDesiredAccess, bInheritHandle, lpName);
}

HANDLE WINAPI OpenEventA(DWORD dwDesiredAccess, BOOL bInheritHandle, LPCSTR lpName)
{
    return BaseOpenNamedA(NtOpenEvent, dwDesiredAccess, bInheritHandle, lpName);
}

HANDLE WINAPI OpenMutexW(DWORD dwDesiredAccess, BOOL bInheritHandle, LPCWSTR lpName)
{
    return BaseOpenNamed(NtOpenMutant, dwDesiredAccess, bInheritHandle, lpName);
}

HANDLE WINAPI OpenMutexA(DWORD dwDesiredAccess, BOOL bInheritHandle, LPCSTR lpName)
{
    return BaseOpenNamedA(NtOpenMutant, dwDesiredAccess, bInheritHandle, lpName);
}

HANDLE WINAPI OpenSemaphoreW(DWORD dwDesiredAccess, BOOL bInheritHandle, LPCWSTR lpName)
{
    return BaseOpenNamed(NtOpenSemaphore, dwDesiredAccess, bInheritHandle, lpName);
}

HANDLE WINAPI OpenSemaphoreA(DWORD dwDesiredAccess, BOOL bInheritHandle, LPCSTR lpName)
{
    return BaseOpenNamedA(NtOpenSemaphore, dwDesiredAccess, bInheritHandle, lpName);
}

/* The constants of the standard handles are taken for the handles that they stand for. */
static HANDLE BaseWaitHandle(HANDLE Handle)
{
    DWORD Standard = (DWORD)Handle;

    return Standard <= STD_INPUT_HANDLE && Standard >= STD_ERROR_HANDLE ? GetStdHandle(Standard) : Handle;
}

DWORD WINAPI WaitForMultipleObjectsEx(DWORD nCount, const HANDLE *lpHandles, BOOL bWaitAll, DWORD dwMilliseconds, BOOL bAlertable)
{
    HANDLE Handles[MAXIMUM_WAIT_OBJECTS];
    LARGE_INTEGER Time;
    NTSTATUS Status;
    DWORD i;

    for (i = 0; i < nCount && i < MAXIMUM_WAIT_OBJECTS; i++)
        Handles[i] = BaseWaitHandle(lpHandles[i]);
    do {
        Status = NtWaitForMultipleObjects(
            nCount, Handles, bWaitAll ? WaitAll : WaitAny, (BOOLEAN)bAlertable, BaseFormatTimeOut(&Time, dwMilliseconds));
    } while (Status == STATUS_ALERTED);
    if (NT_SUCCESS(Status))
        return Status;
    BaseSetLastNTError(Status);
    return WAIT_FAILED;
}

DWORD WINAPI WaitForMultipleObjects(DWORD nCount, const HANDLE *lpHandles, BOOL bWaitAll, DWORD dwMilliseconds)
{
    return WaitForMultipleObjectsEx(nCount, lpHandles, bWaitAll, dwMilliseconds, FALSE);
}

DWORD WINAPI WaitForSingleObjectEx(HANDLE hHandle, DWORD dwMilliseconds, BOOL bAlertable)
{
    LARGE_INTEGER Time;
    NTSTATUS Status;

    do {
        Status = NtWaitForSingleObject(BaseWaitHandle(hHandle), (BOOLEAN)bAlertable, BaseFormatTimeOut(&Time, dwMilliseconds));
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
