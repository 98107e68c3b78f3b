/*
 * A buffer of four places: one semaphore counts the free places, one counts the items, a mutex guards the buffer itself.
 * Watch the two counts: together they are never more than 4.
 */
#include <windows.h>
#include <stdio.h>

#define PLACES 4
#define ITEMS 10

HANDLE places, items, mutex;
int buffer[PLACES], in, out;

DWORD WINAPI producer(LPVOID unused)
{
    int item;

    for (item = 1; item <= ITEMS; item++) {
        WaitForSingleObject(places, INFINITE);          /* one free place less */
        WaitForSingleObject(mutex, INFINITE);
        buffer[in++ % PLACES] = item;
        printf("put %d\n", item);
        ReleaseMutex(mutex);
        ReleaseSemaphore(items, 1, NULL);               /* one item more */
    }
    return 0;
}

DWORD WINAPI consumer(LPVOID unused)
{
    int i, sum = 0;

    for (i = 0; i < ITEMS; i++) {
        WaitForSingleObject(items, INFINITE);
        WaitForSingleObject(mutex, INFINITE);
        sum += buffer[out++ % PLACES];
        ReleaseMutex(mutex);
        ReleaseSemaphore(places, 1, NULL);
        Sleep(20);                                      /* slower than the producer */
    }
    printf("sum %d\n", sum);
    return 0;
}

int main(void)
{
    HANDLE threads[2];

    places = CreateSemaphore(NULL, PLACES, PLACES, TEXT("places"));
    items = CreateSemaphore(NULL, 0, PLACES, TEXT("items"));
    mutex = CreateMutex(NULL, FALSE, TEXT("mutex"));
    threads[0] = CreateThread(NULL, 0, producer, NULL, 0, NULL);
    threads[1] = CreateThread(NULL, 0, consumer, NULL, 0, NULL);
    WaitForMultipleObjects(2, threads, TRUE, INFINITE);
    return 0;
}
