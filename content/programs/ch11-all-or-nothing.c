/*
 * Waiting for two objects at once, all or nothing: while one of them is missing, the other is not taken.
 * Watch the mutex: main takes it and gives it back, though somebody waits for it all the time.
 */
#include <windows.h>
#include <stdio.h>

HANDLE both[2];                                         /* a mutex and an event */

DWORD WINAPI patient(LPVOID unused)
{
    DWORD result = WaitForMultipleObjects(2, both, TRUE, INFINITE);

    printf("patient: %lu, has both\n", result);
    ReleaseMutex(both[0]);
    return 0;
}

int main(void)
{
    HANDLE thread;
    int i;

    both[0] = CreateMutex(NULL, FALSE, TEXT("mutex"));
    both[1] = CreateEvent(NULL, FALSE, FALSE, TEXT("event"));
    thread = CreateThread(NULL, 0, patient, NULL, 0, NULL);
    Sleep(20);                                          /* the patient one waits for both */

    for (i = 1; i <= 3; i++) {
        DWORD result = WaitForSingleObject(both[0], 0); /* free, although somebody waits */
        printf("main: taken %d, result %lu\n", i, result);
        ReleaseMutex(both[0]);
    }
    WaitForSingleObject(both[0], INFINITE);
    SetEvent(both[1]);                                  /* now the mutex is missing */
    printf("main: event set, mutex mine\n");
    Sleep(20);
    ReleaseMutex(both[0]);                              /* both are there: taken in one step */

    WaitForSingleObject(thread, INFINITE);
    printf("the event is %s\n", WaitForSingleObject(both[1], 0) == WAIT_TIMEOUT ? "down again" : "still up");
    return 0;
}
