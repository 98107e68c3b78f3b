/* Twelve threads, ten places: never more than ten are inside, and everybody gets in. */
#include <windows.h>
#include <stdio.h>

#define PLACES 10
#define THREADS 12

static HANDLE gate;
static volatile LONG inside, most, entered;

static DWORD WINAPI visitor(LPVOID parameter)
{
    LONG now, seen;

    (void)parameter;
    for (;;) {
        DWORD result = WaitForSingleObject(gate, 0L);

        if (result == WAIT_OBJECT_0)
            break;
        if (result != WAIT_TIMEOUT)
            return 1;
        Sleep(1);
    }
    now = InterlockedIncrement(&inside);
    while ((seen = most) < now)
        InterlockedCompareExchange(&most, now, seen);
    InterlockedIncrement(&entered);
    Sleep(20);
    InterlockedDecrement(&inside);
    return !ReleaseSemaphore(gate, 1, NULL);
}

int main(void)
{
    HANDLE threads[THREADS];
    DWORD i, code, bad = 0;
    LONG before;

    gate = CreateSemaphore(NULL, PLACES, PLACES, NULL);
    for (i = 0; i < THREADS; i++)
        threads[i] = CreateThread(NULL, 0, visitor, NULL, 0, NULL);
    WaitForMultipleObjects(THREADS, threads, TRUE, INFINITE);
    for (i = 0; i < THREADS; i++) {
        GetExitCodeThread(threads[i], &code);
        bad += code;
        CloseHandle(threads[i]);
    }
    printf("entered %ld, at most %s, bad %lu\n", entered, most <= PLACES ? "ten" : "too many", bad);
    before = -1;
    printf("one more: %d", ReleaseSemaphore(gate, 1, &before));
    printf(" %lu %ld\n", GetLastError(), before);
    CloseHandle(gate);
    return 0;
}
