/* Mutexes: ownership, recursion, last errors, access, the last handle. */
#include <windows.h>
#include <stdio.h>

#define SHOW(expression) \
    do { \
        DWORD value_; \
        SetLastError(0xdead); \
        value_ = (DWORD)(expression); \
        printf("%s: %lX, %lu\n", #expression, value_, GetLastError() == 0xdead ? 0 : GetLastError()); \
    } while (0)

static HANDLE mutex;

static DWORD WINAPI stranger(LPVOID parameter)
{
    (void)parameter;
    if (ReleaseMutex(mutex))
        return 1;
    return GetLastError();
}

static DWORD WINAPI taker(LPVOID parameter)
{
    return WaitForSingleObject(mutex, (DWORD)(ULONG_PTR)parameter);
}

static DWORD run(LPTHREAD_START_ROUTINE start, ULONG_PTR parameter)
{
    HANDLE thread = CreateThread(NULL, 0, start, (LPVOID)parameter, 0, NULL);
    DWORD code;

    WaitForSingleObject(thread, INFINITE);
    GetExitCodeThread(thread, &code);
    CloseHandle(thread);
    return code;
}

int main(void)
{
    HANDLE other;
    int i, released;

    SHOW(ReleaseMutex(NULL));
    SHOW(ReleaseMutex((HANDLE)(ULONG_PTR)0xdeadbe0));
    mutex = CreateMutexA(NULL, TRUE, "FactMutex");
    SHOW(run(stranger, 0));
    SHOW(run(taker, 0));
    SHOW(WaitForSingleObject(mutex, 0));
    for (i = 0; i < 31; i++)
        WaitForSingleObject(mutex, INFINITE);
    for (released = 0; ReleaseMutex(mutex); released++)
        ;
    printf("released %d times\n", released);
    SHOW(ReleaseMutex(mutex));
    SHOW(run(taker, 0));
    SHOW(WaitForSingleObject(mutex, 0));
    SHOW(ReleaseMutex(mutex));

    other = OpenMutexA(GENERIC_READ | GENERIC_WRITE, FALSE, "FactMutex");
    SHOW(WaitForSingleObject(other, 0));
    CloseHandle(other);
    other = OpenMutexA(GENERIC_EXECUTE, FALSE, "FactMutex");
    SHOW(WaitForSingleObject(other, 0));
    SHOW(ReleaseMutex(other));
    CloseHandle(other);
    other = OpenMutexA(READ_CONTROL, FALSE, "FactMutex");
    SHOW(WaitForSingleObject(other, 0));
    WaitForSingleObject(mutex, 0);
    SHOW(ReleaseMutex(other));
    CloseHandle(other);
    SHOW(OpenMutexA(MUTEX_ALL_ACCESS, FALSE, "FactMutex") != NULL);
    SHOW(OpenMutexA(MUTEX_ALL_ACCESS, FALSE, "factmutex") != NULL);
    SHOW(CreateMutexA(NULL, FALSE, "FactMutex") != NULL);
    SHOW(CreateMutexA(NULL, FALSE, "FactMutex2") != NULL);
    SHOW(CloseHandle(mutex));
    SHOW(CloseHandle(mutex));
    return 0;
}
