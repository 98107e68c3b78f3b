/*
 * A mutex counts how often its owner has taken it; its state goes down from 1.
 * Watch SignalState and OwnerThread.
 */
#include <windows.h>
#include <stdio.h>

HANDLE mutex;

DWORD WINAPI stranger(LPVOID unused)
{
    BOOL released = ReleaseMutex(mutex);

    printf("stranger: release %d, error %lu\n", released, released ? 0 : GetLastError());
    printf("stranger: wait %lu\n", WaitForSingleObject(mutex, 0));
    return 0;
}

int main(void)
{
    mutex = CreateMutex(NULL, FALSE, TEXT("mutex"));    /* 1: free */
    WaitForSingleObject(mutex, INFINITE);               /* 0: mine */
    WaitForSingleObject(mutex, INFINITE);               /* -1: mine twice, at once */

    WaitForSingleObject(CreateThread(NULL, 0, stranger, NULL, 0, NULL), INFINITE);

    printf("release: %d\n", ReleaseMutex(mutex));       /* 0: still mine */
    printf("release: %d\n", ReleaseMutex(mutex));       /* 1: free */
    if (!ReleaseMutex(mutex))
        printf("release: error %lu\n", GetLastError());
    return 0;
}
