/*
 * Two counts in front of every object: handles that lead to it, and references of all kinds.
 * Watch both while handles come and go and a thread waits.
 */
#include <windows.h>
#include <stdio.h>

HANDLE gate;

DWORD WINAPI waiter(LPVOID unused)
{
    printf("waiter: %lu\n", WaitForSingleObject(gate, 1000));   /* 258: time is up */
    return 0;
}

int main(void)
{
    HANDLE copy, thread;

    gate = CreateEvent(NULL, FALSE, FALSE, TEXT("Gate"));       /* 1 handle */
    DuplicateHandle(GetCurrentProcess(), gate, GetCurrentProcess(), &copy, SYNCHRONIZE, FALSE, 0);
    printf("gate %p, copy %p\n", gate, copy);

    thread = CreateThread(NULL, 0, waiter, NULL, 0, NULL);
    Sleep(50);                                          /* the waiter waits now: one reference more */

    CloseHandle(copy);
    CloseHandle(gate);                                  /* no handle left: the name goes, the object stays */
    if (!OpenEvent(SYNCHRONIZE, FALSE, TEXT("Gate")))
        printf("no such name: error %lu\n", GetLastError());

    WaitForSingleObject(thread, INFINITE);              /* the waiter's time-out lets the object go */
    printf("end\n");
    return 0;
}
