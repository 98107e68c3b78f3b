// seeds: 8
// expect: 120 taken, sum 9660
// exit: 0
// never: deadlock
/* exercise.c: two producers, two consumers, and a buffer of four places between them. */
#include <stdio.h>
#include <windows.h>

#define PLACES 4
#define ITEMS 60                        /* of each producer */

volatile int buffer[PLACES], in, out, used;
volatile LONG taken, sum;

HANDLE places, items, mutex;

void Open(void)
{
    places = CreateSemaphore(NULL, PLACES, PLACES, NULL);
    items = CreateSemaphore(NULL, 0, PLACES, NULL);
    mutex = CreateMutex(NULL, FALSE, NULL);
}

void Put(int item)
{
    WaitForSingleObject(places, INFINITE);
    WaitForSingleObject(mutex, INFINITE);
    buffer[in++ % PLACES] = item;
    used++;
    ReleaseMutex(mutex);
    ReleaseSemaphore(items, 1, NULL);
}

int Take(void)
{
    int item;

    WaitForSingleObject(items, INFINITE);
    WaitForSingleObject(mutex, INFINITE);
    item = buffer[out++ % PLACES];
    used--;
    ReleaseMutex(mutex);
    ReleaseSemaphore(places, 1, NULL);
    return item;
}

DWORD WINAPI Producer(LPVOID first)
{
    int i;

    for (i = 0; i < ITEMS; i++)
        Put((int)first + i);
    return 0;
}

DWORD WINAPI Consumer(LPVOID unused)
{
    int i;

    for (i = 0; i < ITEMS; i++) {
        InterlockedExchangeAdd(&sum, Take());
        InterlockedIncrement(&taken);
    }
    return 0;
}

int main(void)
{
    HANDLE threads[4];

    Open();
    threads[0] = CreateThread(NULL, 0, Producer, (LPVOID)1, 0, NULL);
    threads[1] = CreateThread(NULL, 0, Consumer, NULL, 0, NULL);
    threads[2] = CreateThread(NULL, 0, Producer, (LPVOID)101, 0, NULL);
    threads[3] = CreateThread(NULL, 0, Consumer, NULL, 0, NULL);
    WaitForMultipleObjects(4, threads, TRUE, INFINITE);
    printf("%ld taken, sum %ld\n", taken, sum);
    return 0;
}
