/* Two threads add one many times each, interlocked: no update is lost. */
#include <windows.h>
#include <stdlib.h>

static volatile LONG counter;
static LONG rounds = 100;

static DWORD WINAPI adder(LPVOID parameter)
{
    LONG i;

    (void)parameter;
    for (i = 0; i < rounds; i++)
        InterlockedIncrement(&counter);
    return 0;
}

int main(int argc, char **argv)
{
    HANDLE threads[2];
    int i;

    if (argc > 1)
        rounds = atoi(argv[1]);
    for (i = 0; i < 2; i++)
        threads[i] = CreateThread(NULL, 0, adder, NULL, 0, NULL);
    WaitForMultipleObjects(2, threads, TRUE, INFINITE);
    return counter == 2 * rounds ? 0 : 1;
}
