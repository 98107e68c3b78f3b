/*
 * Two threads with the same work, twice: first both may use any processor, then both only processor 0.
 * Watch the other processor in the second half: it idles, although somebody is ready to run.
 */
#include <windows.h>
#include <stdio.h>

DWORD seen[2];                                          /* a bit for each processor that a thread was seen on */

static DWORD WINAPI work(LPVOID me)
{
    volatile int i;
    for (i = 0; i < 60000; i++)
        if (i % 64 == 0)
            seen[(int)me] |= 1 << GetCurrentProcessorNumber();
    return 0;
}

static void run_both(const char *what, DWORD_PTR mask)
{
    HANDLE threads[2];
    int i;

    for (i = 0; i < 2; i++) {
        seen[i] = 0;
        threads[i] = CreateThread(NULL, 0, work, (LPVOID)i, CREATE_SUSPENDED, NULL);
        SetThreadAffinityMask(threads[i], mask);
        ResumeThread(threads[i]);
    }
    WaitForMultipleObjects(2, threads, TRUE, INFINITE);
    printf("%s seen on the processors of masks %lx and %lx\n", what, seen[0], seen[1]);
}

int main(void)
{
    run_both("mask 3:", 3);
    run_both("mask 1:", 1);
    return 0;
}
