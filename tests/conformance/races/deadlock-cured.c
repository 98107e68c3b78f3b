/* Two accounts, two mutexes, two threads that take them in one order, whatever way the money goes. */
#include <windows.h>
#include <stdlib.h>

static HANDLE locks[2];
static LONG accounts[2] = {1000, 1000};
static LONG rounds = 3;

static void transfer(int from, int to)
{
    WaitForSingleObject(locks[0], INFINITE);
    WaitForSingleObject(locks[1], INFINITE);
    accounts[from]--;
    accounts[to]++;
    ReleaseMutex(locks[1]);
    ReleaseMutex(locks[0]);
}

static DWORD WINAPI payer(LPVOID parameter)
{
    int from = (int)(INT_PTR)parameter;
    LONG i;

    for (i = 0; i < rounds; i++)
        transfer(from, 1 - from);
    return 0;
}

int main(int argc, char **argv)
{
    HANDLE threads[2];
    int i;

    if (argc > 1)
        rounds = atoi(argv[1]);
    for (i = 0; i < 2; i++)
        locks[i] = CreateMutex(NULL, FALSE, NULL);
    for (i = 0; i < 2; i++)
        threads[i] = CreateThread(NULL, 0, payer, (LPVOID)(INT_PTR)i, 0, NULL);
    WaitForMultipleObjects(2, threads, TRUE, INFINITE);
    return accounts[0] == 1000 && accounts[1] == 1000 ? 0 : 1;
}
