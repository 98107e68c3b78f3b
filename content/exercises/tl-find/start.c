/* exercise.c: two threads, a TLS index, and a thread variable; the numbers are what the seed wants. */
#include <windows.h>
#include <stdlib.h>

__declspec(thread) int first = 3;
__declspec(thread) int counter = 5;
DWORD slot;

void stop(void)                     /* stop here: the worker has called */
{
}

DWORD WINAPI worker(LPVOID number)
{
    counter += (int)number % 977;
    TlsSetValue(slot, number);
    stop();
    return 0;
}

int main(int argc, char **argv)
{
    unsigned long seed = strtoul(argv[1], NULL, 10) % 1000003;
    unsigned long i;
    HANDLE thread;

    for (i = 0; i <= seed % 7; i++)
        slot = TlsAlloc();
    counter = (int)(seed % 5000) + 100;
    TlsSetValue(slot, (LPVOID)(seed + 0x10000));
    thread = CreateThread(NULL, 0, worker, (LPVOID)(seed % 3571 + 17), 0, NULL);
    WaitForSingleObject(thread, INFINITE);
    return 0;
}
