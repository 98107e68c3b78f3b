/*
 * PulseEvent wakes who waits in this moment. A thread that is just between two waits hears nothing.
 * Watch the listener: where is it when the third pulse comes?
 */
#include <windows.h>
#include <stdio.h>

HANDLE tick;

DWORD WINAPI listener(LPVOID unused)
{
    int heard = 0;

    while (WaitForSingleObject(tick, 500) == WAIT_OBJECT_0) {
        heard++;
        printf("heard %d\n", heard);
        if (heard == 2)
            Sleep(30);                                  /* a little work, once */
    }
    printf("listener: heard %d of 4\n", heard);
    return 0;
}

int main(void)
{
    HANDLE thread;
    int i;

    tick = CreateEvent(NULL, TRUE, FALSE, TEXT("tick"));
    thread = CreateThread(NULL, 0, listener, NULL, 0, NULL);
    Sleep(50);
    for (i = 1; i <= 4; i++) {
        PulseEvent(tick);
        Sleep(20);
    }
    WaitForSingleObject(thread, INFINITE);
    return 0;
}
