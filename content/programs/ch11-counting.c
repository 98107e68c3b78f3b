/*
 * An event is a bit, a semaphore is a number: three signals, and nobody waits yet.
 * Watch SignalState of both.
 */
#include <windows.h>
#include <stdio.h>

int main(void)
{
    HANDLE event = CreateEvent(NULL, FALSE, FALSE, NULL);
    HANDLE semaphore = CreateSemaphore(NULL, 0, 3, NULL);
    LONG previous;
    int i, woken = 0, taken = 0;

    for (i = 0; i < 3; i++) {
        SetEvent(event);
        ReleaseSemaphore(semaphore, 1, NULL);
    }
    while (WaitForSingleObject(event, 0) == WAIT_OBJECT_0)
        woken++;
    while (WaitForSingleObject(semaphore, 0) == WAIT_OBJECT_0)
        taken++;
    printf("three signals: the event gave %d, the semaphore %d\n", woken, taken);

    ReleaseSemaphore(semaphore, 2, &previous);
    printf("release 2: previous %ld\n", previous);
    previous = 77;
    if (!ReleaseSemaphore(semaphore, 2, &previous))     /* 4 would be over the limit: all or nothing */
        printf("release 2: error %lu, previous untouched %ld\n", GetLastError(), previous);
    return 0;
}
