/*
 * "Make it when it is first needed", rightly: Windows runs the function once, and who comes meanwhile waits.
 */
#include <windows.h>
#include <stdio.h>
#include <stdlib.h>

INIT_ONCE once = INIT_ONCE_STATIC_INIT;

BOOL CALLBACK build(PINIT_ONCE unused, PVOID parameter, PVOID *context)
{
    int *numbers = malloc(10 * sizeof *numbers);
    int i;

    for (i = 0; i < 10; i++)
        numbers[i] = i * i;
    Sleep(10);                                          /* it takes a while */
    *context = numbers;                                 /* seen by others only when all is done */
    return TRUE;
}

DWORD WINAPI user(LPVOID number)
{
    PVOID table;

    InitOnceExecuteOnce(&once, build, NULL, &table);
    printf("thread %d: %d\n", (int)number, ((int *)table)[(int)number]);
    return 0;
}

int main(void)
{
    HANDLE threads[2];

    threads[0] = CreateThread(NULL, 0, user, (LPVOID)1, 0, NULL);
    threads[1] = CreateThread(NULL, 0, user, (LPVOID)2, 0, NULL);
    WaitForMultipleObjects(2, threads, TRUE, INFINITE);
    return 0;
}
