/* exercise.c: two producers, two consumers, and a buffer of four places between them. */
#include <stdio.h>
#include <windows.h>

#define PLACES 4
#define ITEMS 60                        /* of each producer */

volatile int buffer[PLACES], in, out, used;
volatile LONG taken, sum;

HANDLE has_room, has_items;             /* auto-reset events */

void Open(void)
{
    has_room = CreateEvent(NULL, FALSE, FALSE, NULL);
    has_items = CreateEvent(NULL, FALSE, FALSE, NULL);
}

void Put(int item)
{
    while (used == PLACES)
        WaitForSingleObject(has_room, INFINITE);
    buffer[in++ % PLACES] = item;
    used++;
    SetEvent(has_items);
}

int Take(void)
{
    int item;

    while (used == 0)
        WaitForSingleObject(has_items, INFINITE);
    item = buffer[out++ % PLACES];
    used--;
    SetEvent(has_room);
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
