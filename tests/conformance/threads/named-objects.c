/* Named objects: created, found, opened, of another type, gone with the last handle; ANSI and wide. */
#include <windows.h>
#include <stdio.h>

int main(void)
{
    HANDLE first, second, third;

    SetLastError(0xdeadbeef);
    first = CreateMutexA(NULL, FALSE, "ConformanceMutex");
    printf("new: %d %lu\n", first != NULL, GetLastError());
    SetLastError(0xdeadbeef);
    second = CreateMutexW(NULL, TRUE, L"ConformanceMutex");
    printf("known: %d %lu, another handle: %d\n", second != NULL, GetLastError(), first != second);
    printf("the second does not own it: %d", ReleaseMutex(second));
    printf(" %lu\n", GetLastError());
    SetLastError(0xdeadbeef);
    third = OpenMutexA(MUTEX_ALL_ACCESS, FALSE, "ConformanceMutex");
    printf("opened: %d %lx\n", third != NULL, GetLastError());
    SetLastError(0);
    printf("another case: %d", OpenMutexA(MUTEX_ALL_ACCESS, FALSE, "CONFORMANCEMUTEX") != NULL);
    printf(" %lu\n", GetLastError());
    SetLastError(0);
    printf("another type: %d", CreateEventA(NULL, FALSE, FALSE, "ConformanceMutex") != NULL);
    printf(" %lu\n", GetLastError());
    SetLastError(0);
    printf("open as another type: %d", OpenSemaphoreA(SEMAPHORE_ALL_ACCESS, FALSE, "ConformanceMutex") != NULL);
    printf(" %lu\n", GetLastError());
    SetLastError(0);
    printf("no name: %d", OpenMutexA(MUTEX_ALL_ACCESS, FALSE, NULL) != NULL);
    printf(" %lu\n", GetLastError());
    CloseHandle(first);
    CloseHandle(second);
    printf("one handle is left: %d\n", OpenMutexW(SYNCHRONIZE, FALSE, L"ConformanceMutex") != NULL);
    CloseHandle(third);
    first = OpenMutexW(SYNCHRONIZE, FALSE, L"ConformanceMutex");
    printf("the one just opened holds it: %d\n", first != NULL);
    return 0;
}
