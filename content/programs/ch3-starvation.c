/*
 * One thread at priority 9 computes without end. Another, at 8, would like one short turn.
 * Watch the thread at 8: it waits for seconds, is lifted to 15 for one clock tick, and falls back.
 */
#include <windows.h>
#include <stdio.h>

volatile int was_there;

static DWORD WINAPI greedy(LPVOID unused)
{
    while (!was_there)
        ;
    return 0;
}

static DWORD WINAPI modest(LPVOID since)
{
    was_there = 1;                                      /* one instruction would have been enough */
    printf("modest thread: after %lu ms it is my turn\n", GetTickCount() - (DWORD)since);
    return 0;
}

int main(void)
{
    HANDLE threads[2];

    SetThreadPriority(GetCurrentThread(), THREAD_PRIORITY_TIME_CRITICAL);
    threads[0] = CreateThread(NULL, 0, greedy, NULL, CREATE_SUSPENDED, NULL);
    SetThreadPriority(threads[0], THREAD_PRIORITY_ABOVE_NORMAL);
    ResumeThread(threads[0]);
    threads[1] = CreateThread(NULL, 0, modest, (LPVOID)GetTickCount(), 0, NULL);
    WaitForMultipleObjects(2, threads, TRUE, INFINITE);
    printf("main: both have ended\n");
    return 0;
}
