/*
 * Three counters that look alike: one on the
 * stack, one static, one static for each thread.
 * Two threads call count() twice each.
 *
 * Which counter ends at 1, which at 2, which at
 * 4? Compare the addresses, too.
 */
#include <windows.h>
#include <stdio.h>

void count(const char *who)
{
    int onStack = 0;
    static int shared = 0;
    static __declspec(thread) int perThread = 0;

    onStack++;
    shared++;
    perThread++;
    printf("%s: stack %d at %p, static %d at %p, thread %d at %p\n", who, onStack, &onStack, shared, &shared, perThread, &perThread);
}

DWORD WINAPI worker(LPVOID name)
{
    count(name);
    Sleep(10); /* now the other thread */
    count(name);
    return 0;
}

int main(void)
{
    HANDLE threads[2];

    threads[0] = CreateThread(NULL, 0, worker, "A", 0, NULL);
    threads[1] = CreateThread(NULL, 0, worker, "B", 0, NULL);
    WaitForMultipleObjects(2, threads, TRUE, INFINITE);
    return 0;
}
