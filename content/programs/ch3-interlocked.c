/*
 * The race, mended: the same two thousand steps, each of them one locked instruction.
 * Watch the last line, with any seed and any number of processors.
 */
#include <windows.h>
#include <stdio.h>

LONG counter;

static DWORD WINAPI count(LPVOID unused)
{
    int i;
    for (i = 0; i < 1000; i++)
        InterlockedIncrement(&counter);
    return 0;
}

int main(void)
{
    HANDLE threads[2];

    threads[0] = CreateThread(NULL, 0, count, NULL, 0, NULL);
    threads[1] = CreateThread(NULL, 0, count, NULL, 0, NULL);
    WaitForMultipleObjects(2, threads, TRUE, INFINITE);
    printf("counted 2000 times, counter is %ld\n", counter);
    return 0;
}
