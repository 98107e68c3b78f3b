/*
 * A lock that the kernel does not know, as long as nobody has to wait.
 * Watch LockCount, RecursionCount and OwningThread; and when LockSemaphore comes.
 */
#include <windows.h>
#include <stdio.h>

CRITICAL_SECTION section;

DWORD WINAPI other(LPVOID unused)
{
    EnterCriticalSection(&section);                     /* taken: here the kernel is needed */
    printf("other: in\n");
    LeaveCriticalSection(&section);
    return 0;
}

int main(void)
{
    HANDLE thread;

    InitializeCriticalSection(&section);
    EnterCriticalSection(&section);                     /* free: one instruction decides */
    EnterCriticalSection(&section);                     /* mine: the count goes up */
    LeaveCriticalSection(&section);

    thread = CreateThread(NULL, 0, other, NULL, 0, NULL);
    Sleep(20);                                          /* the other one waits */
    LeaveCriticalSection(&section);                     /* now somebody must be woken */

    WaitForSingleObject(thread, INFINITE);
    DeleteCriticalSection(&section);
    return 0;
}
