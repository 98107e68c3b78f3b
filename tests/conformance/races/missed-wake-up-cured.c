/* A flag is looked at, then an event is waited for, which stays set. */
#include <windows.h>

#define ROUNDS 4

static HANDLE made, taken;
static volatile LONG ready, items;

static DWORD WINAPI consumer(LPVOID parameter)
{
    int round;

    (void)parameter;
    for (round = 0; round < ROUNDS; round++) {
        while (!ready)
            WaitForSingleObject(made, INFINITE);
        ready = 0;
        items++;
        SetEvent(taken);
    }
    return 0;
}

static DWORD WINAPI producer(LPVOID parameter)
{
    int round;

    (void)parameter;
    for (round = 0; round < ROUNDS; round++) {
        ready = 1;
        SetEvent(made);
        WaitForSingleObject(taken, INFINITE);
    }
    return 0;
}

int main(void)
{
    HANDLE threads[2];

    made = CreateEvent(NULL, FALSE, FALSE, NULL);
    taken = CreateEvent(NULL, FALSE, FALSE, NULL);
    threads[0] = CreateThread(NULL, 0, consumer, NULL, 0, NULL);
    threads[1] = CreateThread(NULL, 0, producer, NULL, 0, NULL);
    WaitForMultipleObjects(2, threads, TRUE, INFINITE);
    return items == ROUNDS ? 0 : 1;
}
