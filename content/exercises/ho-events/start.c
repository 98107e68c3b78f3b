/* Two waiters at each of three events; then a signal; then two late ones who will not wait. */
#include <stdio.h>
#include <windows.h>

HANDLE event;
volatile LONG through;

DWORD WINAPI Waiter(LPVOID unused)
{
    WaitForSingleObject(event, INFINITE);
    InterlockedIncrement(&through);
    return 0;
}

void Begin(BOOL is_manual)
{
    int i;

    event = CreateEvent(NULL, is_manual, FALSE, NULL);
    through = 0;
    for (i = 0; i < 2; i++)
        CreateThread(NULL, 0, Waiter, NULL, 0, NULL);
    Sleep(50);                                          /* now both wait */
}

void Report(const char *what)
{
    int late = 0, i;

    Sleep(50);                                          /* who was let through has counted himself */
    for (i = 0; i < 2; i++)
        if (WaitForSingleObject(event, 0) == WAIT_OBJECT_0)
            late++;
    printf("%s: %ld waiters, %d late\n", what, through, late);
}

int main(void)
{
    Begin(FALSE);                                       /* auto-reset */
    SetEvent(event);
    SetEvent(event);
    SetEvent(event);
    SetEvent(event);
    Report("four signals");

    Begin(TRUE);                                        /* manual-reset */
    PulseEvent(event);
    Report("pulse, manual");

    Begin(FALSE);
    PulseEvent(event);
    Report("pulse, auto");
    return 0;
}
