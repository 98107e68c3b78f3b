/*
 * A missed wake-up: look at the flag, and only then go to wait. What if the signal comes in between?
 * Watch the window between the test and the wait; at the end nobody is left who could signal.
 */
#include <windows.h>
#include <stdio.h>

HANDLE changed;                                         /* manual reset, as so often */
volatile int ready;

DWORD WINAPI consumer(LPVOID unused)
{
    while (!ready) {                                    /* 1: not ready ... */
        Sleep(1);                                       /*    (the window, made wide) */
        WaitForSingleObject(changed, INFINITE);         /* 3: ... so wait, for a signal that is over */
    }
    printf("consumer: ready\n");
    return 0;
}

int main(void)
{
    HANDLE thread;

    changed = CreateEvent(NULL, TRUE, FALSE, TEXT("changed"));
    thread = CreateThread(NULL, 0, consumer, NULL, 0, NULL);
    Sleep(0);                                           /* the consumer begins */

    ready = 1;                                          /* 2: flag and signal, */
    SetEvent(changed);
    ResetEvent(changed);                                /*    and the signal is taken back */

    WaitForSingleObject(thread, INFINITE);
    printf("main: all done\n");
    return 0;
}
