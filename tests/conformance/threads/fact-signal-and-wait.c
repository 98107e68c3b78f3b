/* SignalObjectAndWait: what it signals, what it refuses. */
#include <windows.h>
#include <stdio.h>

#define SHOW(expression) \
    do { \
        DWORD value_; \
        SetLastError(0); \
        value_ = (DWORD)(expression); \
        printf("%s: %lX, %lu\n", #expression, value_, GetLastError()); \
    } while (0)

int main(void)
{
    HANDLE a = CreateEventA(NULL, TRUE, FALSE, NULL), b = CreateEventA(NULL, FALSE, FALSE, NULL);
    HANDLE mutex = CreateMutexA(NULL, TRUE, NULL), semaphore = CreateSemaphoreA(NULL, 0, 1, NULL);

    SHOW(SignalObjectAndWait(a, a, 1000, FALSE));
    SHOW(WaitForSingleObject(a, 0));
    SHOW(SignalObjectAndWait(a, b, 20, FALSE));
    SHOW(SignalObjectAndWait(b, b, 20, FALSE));
    SHOW(SignalObjectAndWait(mutex, a, 0, FALSE));
    SHOW(SignalObjectAndWait(mutex, a, 0, FALSE));
    SHOW(SignalObjectAndWait(semaphore, a, 0, FALSE));
    SHOW(SignalObjectAndWait(semaphore, a, 0, FALSE));
    SHOW(WaitForSingleObject(semaphore, 0));
    SHOW(SignalObjectAndWait(NULL, a, 0, FALSE));
    SHOW(SignalObjectAndWait(a, NULL, 0, FALSE));
    SHOW(SignalObjectAndWait(GetCurrentProcess(), a, 0, FALSE));
    return 0;
}
