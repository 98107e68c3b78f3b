/*
 * Two threads count to a thousand each, in the same variable, on two processors.
 * Watch the last line: the sum is wrong, and wrong in another way with another seed.
 */
#include <windows.h>
#include <stdio.h>

int counter;

static DWORD WINAPI count(LPVOID unused)
{
    int i;
    for (i = 0; i < 1000; i++)
        counter++;                                      /* one line of C, three instructions */
    return 0;
}

int main(void)
{
    HANDLE threads[2];

    threads[0] = CreateThread(NULL, 0, count, NULL, 0, NULL);
    threads[1] = CreateThread(NULL, 0, count, NULL, 0, NULL);
    WaitForMultipleObjects(2, threads, TRUE, INFINITE);
    printf("counted 2000 times, counter is %d\n", counter);
    return 0;
}
