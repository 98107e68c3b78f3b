/*
 * A and B compute at priority 8. C, at 10, sleeps, and wakes in the middle of A's turn.
 * Watch the ready queues when C runs: A stands at the head, before B, because its turn is not over.
 */
#include <windows.h>
#include <stdio.h>

char order[40];
int order_count;
volatile int finished;

static void note(char who)
{
    if ((order_count == 0 || order[order_count - 1] != who) && order_count < 12)
        order[order_count++] = who;
}

static DWORD WINAPI compute(LPVOID name)
{
    while (!finished)
        note((char)(int)name);
    return 0;
}

static DWORD WINAPI wake(LPVOID name)
{
    Sleep(20);                                          /* two ticks of the clock */
    note((char)(int)name);                              /* here: who is Ready, and in which order? */
    Sleep(200);
    finished = 1;
    return 0;
}

int main(void)
{
    HANDLE threads[3];

    SetThreadPriority(GetCurrentThread(), THREAD_PRIORITY_TIME_CRITICAL);
    threads[0] = CreateThread(NULL, 0, wake, (LPVOID)'C', CREATE_SUSPENDED, NULL);
    SetThreadPriority(threads[0], THREAD_PRIORITY_HIGHEST);
    ResumeThread(threads[0]);
    threads[1] = CreateThread(NULL, 0, compute, (LPVOID)'A', 0, NULL);
    threads[2] = CreateThread(NULL, 0, compute, (LPVOID)'B', 0, NULL);
    WaitForMultipleObjects(3, threads, TRUE, INFINITE);
    printf("order: %s\n", order);
    return 0;
}
