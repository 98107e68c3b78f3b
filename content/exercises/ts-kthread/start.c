/* exercise.c: some threads that wait. How many, at which priority and how often suspended depends on the seed. */
#include <windows.h>
#include <stdlib.h>

HANDLE gate, wanted;

DWORD WINAPI Worker(LPVOID unused)
{
    WaitForSingleObject(gate, INFINITE);
    return 0;
}

void Look(void)                     /* stop here: `wanted` is the handle of one of the threads */
{
}

int main(int argc, char **argv)
{
    unsigned long seed = strtoul(argv[1], NULL, 10) % 1000003, i;
    HANDLE workers[5];

    gate = CreateEvent(NULL, TRUE, FALSE, NULL);
    for (i = 0; i < 3 + seed % 3; i++) {
        workers[i] = CreateThread(NULL, 0, Worker, NULL, CREATE_SUSPENDED, NULL);
        SetThreadPriority(workers[i], (int)((seed * 7 + i * 3) % 5) - 2);
        ResumeThread(workers[i]);
    }
    Sleep(50);                      /* let them come to their wait */
    wanted = workers[seed * 5 % 3];
    for (i = 0; i < 2 + seed * 11 % 13; i++)
        SuspendThread(wanted);
    Look();
    return 0;
}
