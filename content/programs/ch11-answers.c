/*
 * What a wait can answer: seven questions, seven results.
 * Watch which object changes its state: only the one that satisfied the wait.
 */
#include <windows.h>
#include <stdio.h>

HANDLE many[65];

static void told(const char *what, DWORD result)
{
    printf("%-34s 0x%lx", what, result);
    if (result == WAIT_FAILED)
        printf(", error %lu", GetLastError());
    printf("\n");
}

int main(void)
{
    HANDLE manual = CreateEvent(NULL, TRUE, TRUE, TEXT("manual"));
    HANDLE automatic = CreateEvent(NULL, FALSE, TRUE, TEXT("automatic"));
    HANDLE semaphore = CreateSemaphore(NULL, 2, 2, TEXT("semaphore"));
    HANDLE three[3] = { automatic, semaphore, manual };
    HANDLE waiting;

    told("any of three", WaitForMultipleObjects(3, three, FALSE, INFINITE));
    told("any of three", WaitForMultipleObjects(3, three, FALSE, INFINITE));
    told("any of three", WaitForMultipleObjects(3, three, FALSE, INFINITE));
    told("any of three", WaitForMultipleObjects(3, three, FALSE, INFINITE));
    told("all three, 10 ms", WaitForMultipleObjects(3, three, TRUE, 10));

    many[0] = many[1] = manual;
    told("the same object twice, any", WaitForMultipleObjects(2, many, FALSE, 0));
    told("the same object twice, all", WaitForMultipleObjects(2, many, TRUE, 0));
    told("65 objects", WaitForMultipleObjects(65, many, FALSE, 0));
    told("no handle at all", WaitForSingleObject((HANDLE)0x1234, 0));
    waiting = OpenEvent(EVENT_MODIFY_STATE, FALSE, TEXT("manual"));
    told("a handle without SYNCHRONIZE", WaitForSingleObject(waiting, 0));
    return 0;
}
