/*
 * The cure for the missed wake-up: a condition variable lets go of the lock and begins to wait in one step.
 * Watch the lock: nobody can change `ready` between the test and the wait.
 */
#include <windows.h>
#include <stdio.h>

SRWLOCK lock = SRWLOCK_INIT;
CONDITION_VARIABLE changed = CONDITION_VARIABLE_INIT;
int ready;                                              /* guarded by `lock` */

DWORD WINAPI consumer(LPVOID unused)
{
    AcquireSRWLockExclusive(&lock);
    while (!ready)                                      /* a loop: one may be woken for nothing */
        SleepConditionVariableSRW(&changed, &lock, INFINITE, 0);
    ReleaseSRWLockExclusive(&lock);
    printf("consumer: ready\n");
    return 0;
}

int main(void)
{
    HANDLE thread = CreateThread(NULL, 0, consumer, NULL, 0, NULL);

    Sleep(20);                                          /* the consumer waits */
    AcquireSRWLockExclusive(&lock);
    ready = 1;
    ReleaseSRWLockExclusive(&lock);
    WakeConditionVariable(&changed);

    WaitForSingleObject(thread, INFINITE);
    printf("main: all done\n");
    return 0;
}
