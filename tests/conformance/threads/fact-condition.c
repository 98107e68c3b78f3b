/* Condition variables and slim locks: wakes without a waiter are lost, time-outs, one and all. */
#define _WIN32_WINNT 0x0601
#include <windows.h>
#include <stdio.h>

static CONDITION_VARIABLE condition = CONDITION_VARIABLE_INIT;
static SRWLOCK lock = SRWLOCK_INIT;
static LONG asleep, woken;

static DWORD WINAPI sleeper(LPVOID parameter)
{
    (void)parameter;
    AcquireSRWLockExclusive(&lock);
    asleep++;
    SleepConditionVariableSRW(&condition, &lock, INFINITE, 0);
    woken++;
    ReleaseSRWLockExclusive(&lock);
    return 0;
}

static LONG read(LONG *value)
{
    LONG result;

    AcquireSRWLockShared(&lock);
    result = *value;
    ReleaseSRWLockShared(&lock);
    return result;
}

int main(void)
{
    HANDLE threads[5];
    BOOL done;
    int i;

    WakeConditionVariable(&condition);
    WakeAllConditionVariable(&condition);
    AcquireSRWLockShared(&lock);
    SetLastError(0);
    done = SleepConditionVariableSRW(&condition, &lock, 20, CONDITION_VARIABLE_LOCKMODE_SHARED);
    printf("an early wake is lost: %d %lu\n", done, GetLastError());
    printf("shared is held: %d %d\n", TryAcquireSRWLockExclusive(&lock), TryAcquireSRWLockShared(&lock));
    ReleaseSRWLockShared(&lock);
    ReleaseSRWLockShared(&lock);
    for (i = 0; i < 5; i++)
        threads[i] = CreateThread(NULL, 0, sleeper, NULL, 0, NULL);
    while (read(&asleep) < 5)
        Sleep(1);
    Sleep(20);
    WakeConditionVariable(&condition);
    Sleep(50);
    printf("one: %ld\n", read(&woken));
    WakeConditionVariable(&condition);
    WakeConditionVariable(&condition);
    Sleep(50);
    printf("two more: %ld\n", read(&woken));
    WakeAllConditionVariable(&condition);
    printf("all: %lu", WaitForMultipleObjects(5, threads, TRUE, 5000));
    printf(" %ld\n", read(&woken));
    return 0;
}
