/*
 * Three threads at each of two events. One SetEvent each.
 * Watch the wait lists: the manual event lets all go, the automatic one lets one go and shuts again.
 */
#include <windows.h>
#include <stdio.h>

HANDLE manual, automatic;

DWORD WINAPI at_manual(LPVOID number)
{
    WaitForSingleObject(manual, INFINITE);
    printf("manual: %d\n", (int)number);
    return 0;
}

DWORD WINAPI at_automatic(LPVOID number)
{
    WaitForSingleObject(automatic, INFINITE);
    printf("automatic: %d\n", (int)number);
    return 0;
}

int main(void)
{
    int i;

    manual = CreateEvent(NULL, TRUE, FALSE, TEXT("manual"));
    automatic = CreateEvent(NULL, FALSE, FALSE, TEXT("automatic"));
    for (i = 1; i <= 3; i++) {
        CreateThread(NULL, 0, at_manual, (LPVOID)i, 0, NULL);
        CreateThread(NULL, 0, at_automatic, (LPVOID)i, 0, NULL);
    }
    Sleep(100);                                         /* all six wait now */

    SetEvent(manual);                                   /* how many wake? */
    Sleep(100);

    SetEvent(automatic);                                /* and now? */
    Sleep(100);

    printf("two are still there\n");
    return 0;
}
