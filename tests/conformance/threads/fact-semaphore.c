/* Semaphores: arguments, limits, what a refused release leaves alone, names. */
#include <windows.h>
#include <stdio.h>

#define SHOW(expression) \
    do { \
        DWORD value_; \
        SetLastError(0xdead); \
        value_ = (DWORD)(expression); \
        printf("%s: %lX, %lX, before %ld\n", #expression, value_, GetLastError(), before); \
        before = -7; \
    } while (0)

int main(void)
{
    HANDLE semaphore, other;
    LONG before = -7;

    SHOW(CreateSemaphoreA(NULL, 0, 0, NULL) != NULL);
    SHOW(CreateSemaphoreA(NULL, -1, 5, NULL) != NULL);
    SHOW(CreateSemaphoreA(NULL, 6, 5, NULL) != NULL);
    SHOW(CreateSemaphoreA(NULL, 0, -5, NULL) != NULL);
    SHOW((semaphore = CreateSemaphoreA(NULL, 0, 1, "FactSemaphore")) != NULL);
    SHOW((other = CreateSemaphoreA(NULL, 5, 9, "FactSemaphore")) != NULL);
    SHOW(WaitForSingleObject(other, 0));
    SHOW(ReleaseSemaphore(semaphore, 1, &before));
    SHOW(ReleaseSemaphore(other, 1, &before));
    SHOW(WaitForSingleObject(other, 0));
    SHOW(WaitForSingleObject(semaphore, 0));
    CloseHandle(other);
    CloseHandle(semaphore);
    semaphore = CreateSemaphoreW(NULL, 2, 3, NULL);
    SHOW(ReleaseSemaphore(semaphore, 2, &before));
    SHOW(ReleaseSemaphore(semaphore, 0x7fffffff, &before));
    SHOW(ReleaseSemaphore(semaphore, 1, &before));
    SHOW(ReleaseSemaphore(semaphore, 1, NULL));
    SHOW(WaitForSingleObject(semaphore, 0));
    SHOW(WaitForSingleObject(semaphore, 0));
    SHOW(WaitForSingleObject(semaphore, 0));
    SHOW(WaitForSingleObject(semaphore, 0));
    SHOW(ReleaseSemaphore(NULL, 1, &before));
    SHOW(OpenSemaphoreA(SEMAPHORE_ALL_ACCESS, FALSE, "FactSemaphore") != NULL);
    return 0;
}
