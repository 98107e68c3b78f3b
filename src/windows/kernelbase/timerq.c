/*
 * Timer queues. A queue has a thread of its own, which sleeps until the next of its timers is due and calls back from there: all
 * callbacks of a queue run one after the other, as with WT_EXECUTEINTIMERTHREAD.
 *
 * A timer hangs in its queue's list while it exists. One that is deleted while its callback runs goes when that is over.
 */
#include <ntldr.h>
#include <ntservices.h>
#include <winbase.h>

typedef struct _TIMER_QUEUE TIMER_QUEUE, *PTIMER_QUEUE;

typedef struct _QUEUE_TIMER {
    struct _QUEUE_TIMER *Next;
    PTIMER_QUEUE Queue;
    WAITORTIMERCALLBACK Callback;
    PVOID Parameter;
    ULONGLONG Due; /* 0: not set */
    DWORD Period;
    BOOL IsRunning;
    BOOL IsDeleted;
    HANDLE Completion; /* set when a deleted timer's callback is over */
} QUEUE_TIMER, *PQUEUE_TIMER;

struct _TIMER_QUEUE {
    CRITICAL_SECTION Lock;
    HANDLE Changed;
    HANDLE Thread;
    PQUEUE_TIMER First;
    BOOL IsDeleted;
    HANDLE Completion;
};

/* Milliseconds since boot. */
static ULONGLONG Now(VOID)
{
    return GetTickCount64();
}

static PQUEUE_TIMER NextDue(PTIMER_QUEUE Queue)
{
    PQUEUE_TIMER Timer, Best = NULL;

    for (Timer = Queue->First; Timer != NULL; Timer = Timer->Next) {
        if (Timer->Due != 0 && !Timer->IsDeleted && (Best == NULL || Timer->Due < Best->Due))
            Best = Timer;
    }
    return Best;
}

static VOID Forget(PQUEUE_TIMER Timer)
{
    PQUEUE_TIMER *Link;

    for (Link = &Timer->Queue->First; *Link != Timer; Link = &(*Link)->Next)
        ;
    *Link = Timer->Next;
    if (Timer->Completion != NULL)
        SetEvent(Timer->Completion);
    HeapFree(GetProcessHeap(), 0, Timer);
}

static VOID Call(PTIMER_QUEUE Queue, PQUEUE_TIMER Timer)
{
    Timer->Due = Timer->Period != 0 ? Timer->Due + Timer->Period : 0;
    Timer->IsRunning = TRUE;
    LeaveCriticalSection(&Queue->Lock);
    Timer->Callback(Timer->Parameter, TRUE);
    EnterCriticalSection(&Queue->Lock);
    Timer->IsRunning = FALSE;
    if (Timer->IsDeleted)
        Forget(Timer);
}

static DWORD WINAPI QueueThread(LPVOID Parameter)
{
    PTIMER_QUEUE Queue = (PTIMER_QUEUE)Parameter;
    PQUEUE_TIMER Timer;
    ULONGLONG Time;
    DWORD Wait;

    EnterCriticalSection(&Queue->Lock);
    while (!Queue->IsDeleted) {
        Timer = NextDue(Queue);
        Time = Now();
        if (Timer != NULL && Timer->Due <= Time) {
            Call(Queue, Timer);
            continue;
        }
        Wait = Timer != NULL ? (DWORD)(Timer->Due - Time) : INFINITE;
        LeaveCriticalSection(&Queue->Lock);
        WaitForSingleObject(Queue->Changed, Wait);
        EnterCriticalSection(&Queue->Lock);
    }
    while (Queue->First != NULL)
        Forget(Queue->First);
    LeaveCriticalSection(&Queue->Lock);
    DeleteCriticalSection(&Queue->Lock);
    CloseHandle(Queue->Changed);
    if (Queue->Completion != NULL)
        SetEvent(Queue->Completion);
    HeapFree(GetProcessHeap(), 0, Queue);
    return 0;
}

__declspec(dllexport) HANDLE WINAPI CreateTimerQueue(VOID)
{
    PTIMER_QUEUE Queue = (PTIMER_QUEUE)HeapAlloc(GetProcessHeap(), HEAP_ZERO_MEMORY, sizeof(TIMER_QUEUE));

    if (Queue == NULL) {
        SetLastError(ERROR_NOT_ENOUGH_MEMORY);
        return NULL;
    }
    InitializeCriticalSection(&Queue->Lock);
    Queue->Changed = CreateEventW(NULL, FALSE, FALSE, NULL);
    if (Queue->Changed != NULL)
        Queue->Thread = CreateThread(NULL, 0, QueueThread, Queue, 0, NULL);
    if (Queue->Thread != NULL)
        return (HANDLE)Queue;
    if (Queue->Changed != NULL)
        CloseHandle(Queue->Changed);
    DeleteCriticalSection(&Queue->Lock);
    HeapFree(GetProcessHeap(), 0, Queue);
    return NULL;
}

/* The queue of timers that were made without one. */
static PTIMER_QUEUE DefaultQueue(VOID)
{
    static PTIMER_QUEUE volatile Default;
    HANDLE Made;

    if (Default != NULL || (Made = CreateTimerQueue()) == NULL)
        return Default;
    if (InterlockedCompareExchangePointer((PVOID volatile *)&Default, Made, NULL) != NULL)
        DeleteTimerQueueEx(Made, NULL);
    return Default;
}

__declspec(dllexport) BOOL WINAPI CreateTimerQueueTimer(PHANDLE phNewTimer, HANDLE TimerQueue, WAITORTIMERCALLBACK Callback,
    PVOID Parameter, DWORD DueTime, DWORD Period, ULONG Flags)
{
    PTIMER_QUEUE Queue = TimerQueue != NULL ? (PTIMER_QUEUE)TimerQueue : DefaultQueue();
    PQUEUE_TIMER Timer;

    if (Queue == NULL)
        return FALSE;
    Timer = (PQUEUE_TIMER)HeapAlloc(GetProcessHeap(), HEAP_ZERO_MEMORY, sizeof(QUEUE_TIMER));
    if (Timer == NULL) {
        SetLastError(ERROR_NOT_ENOUGH_MEMORY);
        return FALSE;
    }
    Timer->Queue = Queue;
    Timer->Callback = Callback;
    Timer->Parameter = Parameter;
    Timer->Due = DueTime != INFINITE ? Now() + DueTime + 1 : 0;
    Timer->Period = Flags & WT_EXECUTEONLYONCE ? 0 : Period;
    *phNewTimer = (HANDLE)Timer;
    EnterCriticalSection(&Queue->Lock);
    Timer->Next = Queue->First;
    Queue->First = Timer;
    LeaveCriticalSection(&Queue->Lock);
    SetEvent(Queue->Changed);
    return TRUE;
}

__declspec(dllexport) BOOL WINAPI ChangeTimerQueueTimer(HANDLE TimerQueue, HANDLE Timer, ULONG DueTime, ULONG Period)
{
    PQUEUE_TIMER Changed = (PQUEUE_TIMER)Timer;
    PTIMER_QUEUE Queue = Changed->Queue;

    EnterCriticalSection(&Queue->Lock);
    Changed->Due = DueTime != INFINITE ? Now() + DueTime + 1 : 0;
    Changed->Period = Period;
    LeaveCriticalSection(&Queue->Lock);
    SetEvent(Queue->Changed);
    return TRUE;
}

/* Without an event a callback that still runs is told by FALSE and 997; with INVALID_HANDLE_VALUE it is waited for. */
__declspec(dllexport) BOOL WINAPI DeleteTimerQueueTimer(HANDLE TimerQueue, HANDLE Timer, HANDLE CompletionEvent)
{
    PQUEUE_TIMER Deleted = (PQUEUE_TIMER)Timer;
    PTIMER_QUEUE Queue;
    HANDLE Waited = NULL;
    BOOL WasRunning;

    if (Timer == NULL) {
        SetLastError(ERROR_INVALID_PARAMETER);
        return FALSE;
    }
    Queue = Deleted->Queue;
    if (CompletionEvent == INVALID_HANDLE_VALUE)
        CompletionEvent = Waited = CreateEventW(NULL, TRUE, FALSE, NULL);
    EnterCriticalSection(&Queue->Lock);
    WasRunning = Deleted->IsRunning;
    Deleted->IsDeleted = TRUE;
    Deleted->Completion = CompletionEvent;
    if (!WasRunning)
        Forget(Deleted);
    LeaveCriticalSection(&Queue->Lock);
    if (Waited != NULL) {
        WaitForSingleObject(Waited, INFINITE);
        CloseHandle(Waited);
        return TRUE;
    }
    if (!WasRunning)
        return TRUE;
    SetLastError(ERROR_IO_PENDING);
    return FALSE;
}

/* The queue goes in any case; a callback that still runs is told by FALSE and 997, unless it is waited for. */
__declspec(dllexport) BOOL WINAPI DeleteTimerQueueEx(HANDLE TimerQueue, HANDLE CompletionEvent)
{
    PTIMER_QUEUE Queue = (PTIMER_QUEUE)TimerQueue;
    PQUEUE_TIMER Timer;
    HANDLE Thread;
    BOOL IsPending = FALSE;

    if (Queue == NULL) {
        SetLastError(ERROR_INVALID_HANDLE);
        return FALSE;
    }
    EnterCriticalSection(&Queue->Lock);
    Thread = Queue->Thread;
    Queue->IsDeleted = TRUE;
    for (Timer = Queue->First; Timer != NULL; Timer = Timer->Next)
        IsPending = IsPending || Timer->IsRunning;
    Queue->Completion = CompletionEvent == INVALID_HANDLE_VALUE ? NULL : CompletionEvent;
    SetEvent(Queue->Changed);
    LeaveCriticalSection(&Queue->Lock);
    if (CompletionEvent == INVALID_HANDLE_VALUE)
        WaitForSingleObject(Thread, INFINITE);
    CloseHandle(Thread);
    if (!IsPending || CompletionEvent == INVALID_HANDLE_VALUE)
        return TRUE;
    SetLastError(ERROR_IO_PENDING);
    return FALSE;
}

__declspec(dllexport) BOOL WINAPI DeleteTimerQueue(HANDLE TimerQueue)
{
    return DeleteTimerQueueEx(TimerQueue, NULL);
}
