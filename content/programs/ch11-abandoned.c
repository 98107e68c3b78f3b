/*
 * A thread ends inside the lock. The kernel notices, frees the mutex, and tells exactly one waiter.
 * Watch the account: is it whole?
 */
#include <windows.h>
#include <stdio.h>

HANDLE mutex;
int left = 100, right = 0;                              /* together always 100, outside the lock */

DWORD WINAPI mover(LPVOID unused)
{
    WaitForSingleObject(mutex, INFINITE);
    left -= 30;
    return 1;                                           /* in the middle of the move, without ReleaseMutex */
}

DWORD WINAPI reader(LPVOID number)
{
    DWORD result = WaitForSingleObject(mutex, INFINITE);

    printf("reader %d: wait gave 0x%lx, left %d + right %d = %d\n", (int)number, result, left, right, left + right);
    if (result == WAIT_ABANDONED)
        right = 100 - left;                             /* mine to repair: I own the mutex */
    Sleep(20);
    ReleaseMutex(mutex);
    return 0;
}

int main(void)
{
    HANDLE readers[2];
    HANDLE thief;

    mutex = CreateMutex(NULL, TRUE, TEXT("account"));   /* held by main until all wait */
    thief = CreateThread(NULL, 0, mover, NULL, 0, NULL);
    Sleep(20);
    readers[0] = CreateThread(NULL, 0, reader, (LPVOID)1, 0, NULL);
    readers[1] = CreateThread(NULL, 0, reader, (LPVOID)2, 0, NULL);
    Sleep(20);

    ReleaseMutex(mutex);                                /* to the mover, who never gives it back */
    WaitForMultipleObjects(2, readers, TRUE, INFINITE);
    return 0;
}
