/*
 * Two threads add 1 to the same variable, twice each, on one processor. Left alone, they make it to 4.
 * Watch the three instructions of counter++, and let the other thread run between the first and the third.
 */
#include <windows.h>
#include <stdio.h>

int counter;

static DWORD WINAPI add(LPVOID unused)
{
    counter++;                                          /* load, add, store */
    counter++;
    return 0;
}

int main(void)
{
    HANDLE threads[2];

    SetThreadPriority(GetCurrentThread(), THREAD_PRIORITY_HIGHEST);     /* both are Ready before one runs */
    threads[0] = CreateThread(NULL, 0, add, NULL, 0, NULL);
    threads[1] = CreateThread(NULL, 0, add, NULL, 0, NULL);
    WaitForMultipleObjects(2, threads, TRUE, INFINITE);
    printf("counter is %d\n", counter);
    return 0;
}
