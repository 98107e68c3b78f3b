/*
 * "Make it when it is first needed", wrongly: the flag goes up before the work is done.
 * Watch the second thread: it sees `made`, skips the lock, and uses what is not there yet.
 */
#include <windows.h>
#include <stdio.h>
#include <stdlib.h>

CRITICAL_SECTION lock;
volatile int made;
int *volatile table;

static int *build(void)
{
    int *numbers = malloc(10 * sizeof *numbers);
    int i;

    for (i = 0; i < 10; i++)
        numbers[i] = i * i;
    Sleep(10);                                          /* it takes a while */
    return numbers;
}

static int *the_table(void)
{
    if (!made) {                                        /* without the lock: fast */
        EnterCriticalSection(&lock);
        if (!made) {                                    /* with the lock: sure */
            made = 1;                                   /* too early by one line */
            table = build();
        }
        LeaveCriticalSection(&lock);
    }
    return table;
}

DWORD WINAPI user(LPVOID number)
{
    printf("thread %d: %d\n", (int)number, the_table()[(int)number]);
    return 0;
}

int main(void)
{
    HANDLE threads[2];

    InitializeCriticalSection(&lock);
    threads[0] = CreateThread(NULL, 0, user, (LPVOID)1, 0, NULL);
    threads[1] = CreateThread(NULL, 0, user, (LPVOID)2, 0, NULL);
    WaitForMultipleObjects(2, threads, TRUE, INFINITE);
    return 0;
}
