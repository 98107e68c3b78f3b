/* Producer and two consumers around a ring of ten, with condition variables; then the stop. */
#include <windows.h>
#include <stdio.h>

#define SIZE 10
#define ITEMS 60

static LONG ring[SIZE];
static ULONG used, start, made, taken, sum;
static BOOL stop;
static CONDITION_VARIABLE notEmpty, notFull;
static CRITICAL_SECTION lock;

static DWORD WINAPI producer(LPVOID parameter)
{
    LONG item;

    (void)parameter;
    for (item = 1; item <= ITEMS; item++) {
        EnterCriticalSection(&lock);
        while (used == SIZE)
            SleepConditionVariableCS(&notFull, &lock, INFINITE);
        ring[(start + used) % SIZE] = item;
        used++;
        made++;
        LeaveCriticalSection(&lock);
        WakeConditionVariable(&notEmpty);
    }
    return 0;
}

static DWORD WINAPI consumer(LPVOID parameter)
{
    (void)parameter;
    for (;;) {
        EnterCriticalSection(&lock);
        while (used == 0 && !stop)
            SleepConditionVariableCS(&notEmpty, &lock, INFINITE);
        if (used == 0) {
            LeaveCriticalSection(&lock);
            return 0;
        }
        sum += ring[start];
        start = (start + 1) % SIZE;
        used--;
        taken++;
        LeaveCriticalSection(&lock);
        WakeConditionVariable(&notFull);
    }
}

int main(void)
{
    HANDLE p, c[2];

    InitializeConditionVariable(&notEmpty);
    InitializeConditionVariable(&notFull);
    InitializeCriticalSection(&lock);
    c[0] = CreateThread(NULL, 0, consumer, NULL, 0, NULL);
    c[1] = CreateThread(NULL, 0, consumer, NULL, 0, NULL);
    p = CreateThread(NULL, 0, producer, NULL, 0, NULL);
    WaitForSingleObject(p, INFINITE);
    EnterCriticalSection(&lock);
    stop = TRUE;
    LeaveCriticalSection(&lock);
    WakeAllConditionVariable(&notEmpty);
    printf("consumers: %lu\n", WaitForMultipleObjects(2, c, TRUE, INFINITE));
    printf("made %lu, taken %lu, sum %lu\n", made, taken, sum);
    EnterCriticalSection(&lock);
    SetLastError(0);
    printf("time-out: %d", SleepConditionVariableCS(&notEmpty, &lock, 10));
    printf(" %lu, lock held %ld\n", GetLastError(), lock.RecursionCount);
    LeaveCriticalSection(&lock);
    return 0;
}
