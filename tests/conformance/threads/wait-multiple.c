/* Two auto-reset events: any, all, time-out; a thread sets the second. */
#include <windows.h>
#include <stdio.h>

static HANDLE events[2];

static DWORD WINAPI setter(LPVOID parameter)
{
    return SetEvent(events[(INT_PTR)parameter]) ? 0 : 1;
}

int main(void)
{
    HANDLE thread;
    DWORD i;

    for (i = 0; i < 2; i++)
        if ((events[i] = CreateEvent(NULL, FALSE, FALSE, NULL)) == NULL)
            ExitProcess(1);
    printf("nobody: %lu\n", WaitForMultipleObjects(2, events, FALSE, 30));
    thread = CreateThread(NULL, 0, setter, (LPVOID)1, 0, NULL);
    switch (WaitForMultipleObjects(2, events, FALSE, 5000)) {
    case WAIT_OBJECT_0 + 0:
        printf("the first\n");
        break;
    case WAIT_OBJECT_0 + 1:
        printf("the second\n");
        break;
    default:
        printf("error %lu\n", GetLastError());
    }
    WaitForSingleObject(thread, INFINITE);
    printf("it was reset: %lu\n", WaitForSingleObject(events[1], 0));
    SetEvent(events[0]);
    printf("one of two is not all: %lu\n", WaitForMultipleObjects(2, events, TRUE, 20));
    printf("and the first was left alone: %lu\n", WaitForSingleObject(events[0], 0));
    SetEvent(events[0]);
    SetEvent(events[1]);
    printf("all: %lu\n", WaitForMultipleObjects(2, events, TRUE, 20));
    SetEvent(events[0]);
    SetEvent(events[1]);
    printf("any takes the lowest: %lu", WaitForMultipleObjects(2, events, FALSE, 0));
    printf(" %lu", WaitForMultipleObjects(2, events, FALSE, 0));
    printf(" %lu\n", WaitForMultipleObjects(2, events, FALSE, 0));
    return 0;
}
