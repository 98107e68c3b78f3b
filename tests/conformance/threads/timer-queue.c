/* A timer queue calls back from a thread of its own: once, periodically, and not after the timer was deleted. */
#define _WIN32_WINNT 0x0500
#include <windows.h>
#include <stdio.h>

static HANDLE done, thrice;
static volatile LONG calls;
static DWORD caller;

static VOID CALLBACK once(PVOID parameter, BOOLEAN fired)
{
    printf("called with %d, fired %d\n", *(int *)parameter, fired);
    caller = GetCurrentThreadId();
    SetEvent(done);
}

static VOID CALLBACK periodic(PVOID parameter, BOOLEAN fired)
{
    (void)parameter;
    (void)fired;
    if (InterlockedIncrement(&calls) == 3)
        SetEvent(thrice);
}

int main(void)
{
    HANDLE queue, timer = NULL, second = NULL;
    int argument = 123;
    LONG then;

    done = CreateEvent(NULL, TRUE, FALSE, NULL);
    thrice = CreateEvent(NULL, TRUE, FALSE, NULL);
    queue = CreateTimerQueue();
    if (queue == NULL)
        return 1;
    if (!CreateTimerQueueTimer(&timer, queue, (WAITORTIMERCALLBACK)once, &argument, 300, 0, 0))
        return 2;
    printf("not yet: %lu\n", WaitForSingleObject(done, 0));
    printf("done: %lu\n", WaitForSingleObject(done, INFINITE));
    printf("another thread: %d\n", caller != GetCurrentThreadId());
    if (!CreateTimerQueueTimer(&second, queue, periodic, NULL, 50, 50, 0))
        return 3;
    printf("three calls: %lu\n", WaitForSingleObject(thrice, 5000));
    printf("deleted: %d\n", DeleteTimerQueueTimer(queue, second, INVALID_HANDLE_VALUE));
    then = calls;
    Sleep(300);
    printf("none since: %d\n", calls == then);
    printf("queue deleted: %d\n", DeleteTimerQueueEx(queue, INVALID_HANDLE_VALUE));
    return 0;
}
