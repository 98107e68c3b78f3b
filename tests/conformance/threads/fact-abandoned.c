/* A mutex whose owner ends: the next one to get it is told, once; waits for all tell, too. */
#include <windows.h>
#include <stdio.h>

static HANDLE mutex, second;

static DWORD WINAPI dier(LPVOID parameter)
{
    (void)parameter;
    WaitForSingleObject(mutex, INFINITE);
    WaitForSingleObject(mutex, INFINITE);
    WaitForSingleObject(second, INFINITE);
    return 0;
}

static DWORD WINAPI waiter(LPVOID parameter)
{
    DWORD result = WaitForSingleObject(mutex, INFINITE);

    (void)parameter;
    ReleaseMutex(mutex);
    return result;
}

static void die(void)
{
    HANDLE thread = CreateThread(NULL, 0, dier, NULL, 0, NULL);

    WaitForSingleObject(thread, INFINITE);
    CloseHandle(thread);
}

int main(void)
{
    HANDLE both[2], event = CreateEventA(NULL, TRUE, TRUE, NULL), thread;
    DWORD code;
    BOOL first;

    mutex = CreateMutexA(NULL, FALSE, NULL);
    second = CreateMutexA(NULL, FALSE, NULL);
    die();
    printf("told: %lX\n", WaitForSingleObject(mutex, 0));
    printf("once: %lX\n", WaitForSingleObject(mutex, 0));
    first = ReleaseMutex(mutex);
    printf("owned: %d", first);
    first = ReleaseMutex(mutex);
    printf(" %d", first);
    first = ReleaseMutex(mutex);
    printf(" %d %lu\n", first, GetLastError());
    both[0] = event;
    both[1] = second;
    printf("all: %lX\n", WaitForMultipleObjects(2, both, TRUE, 0));
    ReleaseMutex(second);
    die();
    both[0] = second;
    both[1] = mutex;
    printf("any: %lX\n", WaitForMultipleObjects(2, both, FALSE, 0));
    printf("any: %lX\n", WaitForMultipleObjects(2, both, FALSE, 0));
    ReleaseMutex(second);
    ReleaseMutex(second);
    both[0] = event;
    printf("second of two: %lX\n", WaitForMultipleObjects(2, both + 0, FALSE, 0));
    ResetEvent(event);
    printf("second of two: %lX\n", WaitForMultipleObjects(2, both + 0, FALSE, 0));
    ReleaseMutex(mutex);
    die();
    thread = CreateThread(NULL, 0, waiter, NULL, 0, NULL);
    WaitForSingleObject(thread, INFINITE);
    GetExitCodeThread(thread, &code);
    printf("a waiter: %lX, afterwards %lX\n", code, WaitForSingleObject(mutex, 0));
    thread = CreateThread(NULL, 0, dier, NULL, CREATE_SUSPENDED, NULL);
    return 0;
}
