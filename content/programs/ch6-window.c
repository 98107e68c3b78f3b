/*
 * A thread's variable has an address like any
 * other. The worker hands it out, and main reads
 * and writes the worker's variable.
 *
 * Watch the worker's column when main stores
 * through the pointer; and the pointer's value
 * when the worker has ended.
 */
#include <windows.h>
#include <stdio.h>

__declspec(thread) int secret = 1;
int *window;
HANDLE opened, changed;

DWORD WINAPI worker(LPVOID unused)
{
    secret = 0x5555;
    window = &secret;
    SetEvent(opened);
    WaitForSingleObject(changed, INFINITE);
    printf("worker: secret is %x\n", secret);
    return 0;
}

int main(void)
{
    HANDLE thread;

    opened = CreateEvent(NULL, FALSE, FALSE, NULL);
    changed = CreateEvent(NULL, FALSE, FALSE, NULL);
    thread = CreateThread(NULL, 0, worker, NULL, 0, NULL);
    WaitForSingleObject(opened, INFINITE);
    printf("main: own secret %x, through the window %x\n", secret, *window);

    *window = 0x7777;
    SetEvent(changed);
    WaitForSingleObject(thread, INFINITE);
    printf("main: the worker has ended, through the window %x\n", *window);
    return 0;
}
