/* A critical section around a list; recursion, try, spin count. */
#include <windows.h>
#include <stdio.h>

static CRITICAL_SECTION lock;
static int values[400], count;

static DWORD WINAPI adder(LPVOID parameter)
{
    int i;

    for (i = 0; i < 100; i++) {
        EnterCriticalSection(&lock);
        values[count] = (int)(INT_PTR)parameter;
        SwitchToThread();
        count++;
        LeaveCriticalSection(&lock);
    }
    return 1;
}

static DWORD WINAPI trier(LPVOID parameter)
{
    (void)parameter;
    return TryEnterCriticalSection(&lock);
}

int main(void)
{
    HANDLE threads[4], thread;
    int i, totals[4] = {0};
    DWORD code;

    if (!InitializeCriticalSectionAndSpinCount(&lock, 0x00000400))
        return 1;
    for (i = 0; i < 4; i++)
        threads[i] = CreateThread(NULL, 0, adder, (LPVOID)(INT_PTR)i, 0, NULL);
    WaitForMultipleObjects(4, threads, TRUE, INFINITE);
    for (i = 0; i < count; i++)
        totals[values[i]]++;
    printf("%d: %d %d %d %d\n", count, totals[0], totals[1], totals[2], totals[3]);
    EnterCriticalSection(&lock);
    printf("again: %d\n", TryEnterCriticalSection(&lock));
    printf("recursion %ld, owner is me: %d\n", lock.RecursionCount,
        (DWORD)(ULONG_PTR)lock.OwningThread == GetCurrentThreadId());
    thread = CreateThread(NULL, 0, trier, NULL, 0, NULL);
    WaitForSingleObject(thread, INFINITE);
    GetExitCodeThread(thread, &code);
    printf("a stranger: %lu\n", code);
    LeaveCriticalSection(&lock);
    LeaveCriticalSection(&lock);
    printf("lock count %ld, recursion %ld\n", lock.LockCount, lock.RecursionCount);
    DeleteCriticalSection(&lock);
    return 0;
}
