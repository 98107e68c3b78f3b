/*
 * Two mutexes, two threads, two orders.
 * Watch the waits: each holds what the other wants.
 */
#include <windows.h>
#include <stdio.h>

HANDLE accounts, journal;

DWORD WINAPI booking(LPVOID unused)
{
    WaitForSingleObject(accounts, INFINITE);
    Sleep(10);                                          /* some work */
    WaitForSingleObject(journal, INFINITE);
    printf("booked\n");
    ReleaseMutex(journal);
    ReleaseMutex(accounts);
    return 0;
}

DWORD WINAPI audit(LPVOID unused)
{
    WaitForSingleObject(journal, INFINITE);             /* the other way round */
    Sleep(10);
    WaitForSingleObject(accounts, INFINITE);
    printf("audited\n");
    ReleaseMutex(accounts);
    ReleaseMutex(journal);
    return 0;
}

int main(void)
{
    HANDLE threads[2];

    accounts = CreateMutex(NULL, FALSE, TEXT("accounts"));
    journal = CreateMutex(NULL, FALSE, TEXT("journal"));
    threads[0] = CreateThread(NULL, 0, booking, NULL, 0, NULL);
    threads[1] = CreateThread(NULL, 0, audit, NULL, 0, NULL);
    WaitForMultipleObjects(2, threads, TRUE, INFINITE);
    printf("done\n");
    return 0;
}
