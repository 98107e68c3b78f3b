/*
 * The life of one thread, from CreateThread to the last handle.
 * Watch its state: Waiting (suspended), Ready, Running, Waiting (Sleep), Terminated, and then gone.
 */
#include <windows.h>
#include <stdio.h>

static DWORD WINAPI live(LPVOID gift)
{
    printf("thread: I run, and %s\n", (char *)gift);
    Sleep(50);                                          /* Waiting, for the timer in its own KTHREAD */
    return 42;                                          /* becomes the exit code */
}

int main(void)
{
    DWORD id, code;
    HANDLE thread;

    SetThreadPriority(GetCurrentThread(), THREAD_PRIORITY_HIGHEST);     /* main goes first */
    thread = CreateThread(NULL, 0, live, "I was given this", CREATE_SUSPENDED, &id);
    printf("main:   thread %lx exists, and stands still\n", id);
    ResumeThread(thread);                               /* Ready: main is the more urgent one */
    GetExitCodeThread(thread, &code);
    printf("main:   while it lives, the exit code is %lu\n", code);
    WaitForSingleObject(thread, 20);                    /* main waits for 20 ms: the thread runs, and sleeps */
    printf("main:   back before the thread\n");
    WaitForSingleObject(thread, INFINITE);              /* main waits, until the thread has ended */
    GetExitCodeThread(thread, &code);
    printf("main:   it has ended with %lu\n", code);
    CloseHandle(thread);                                /* the last reference: the KTHREAD itself goes */
    return 0;
}
