/* exercise.c: two sellers sell the same 200 seats, from the first to the last, at the same time. */
#include <stdio.h>
#include <windows.h>

#define SEATS 200

volatile LONG owner[SEATS];             /* 0 free, 1 Ann, 2 Ben */
volatile LONG sold[3];                  /* how many each has sold */
volatile LONG all;                      /* how many both have sold */
HANDLE opening;

void Sell(LONG seat, LONG me)
{
    HANDLE lock = CreateMutex(NULL, FALSE, NULL);

    WaitForSingleObject(lock, INFINITE);
    if (owner[seat] == 0) {
        owner[seat] = me;
        sold[me]++;
        all++;
    }
    ReleaseMutex(lock);
    CloseHandle(lock);
}

DWORD WINAPI Seller(LPVOID me)
{
    LONG seat;

    WaitForSingleObject(opening, INFINITE);
    for (seat = 0; seat < SEATS; seat++)
        Sell(seat, (LONG)me);
    return 0;
}

int main(void)
{
    HANDLE sellers[2];
    LONG seat, has[3] = { 0, 0, 0 };

    opening = CreateEvent(NULL, TRUE, FALSE, NULL);
    sellers[0] = CreateThread(NULL, 0, Seller, (LPVOID)1, 0, NULL);
    sellers[1] = CreateThread(NULL, 0, Seller, (LPVOID)2, 0, NULL);
    SetEvent(opening);
    WaitForMultipleObjects(2, sellers, TRUE, INFINITE);

    for (seat = 0; seat < SEATS; seat++)
        has[owner[seat]]++;
    printf("%ld of %d seats sold\n", all, SEATS);
    for (seat = 1; seat <= 2; seat++)
        printf("%s\n", sold[seat] == has[seat] ? "the list is right" : "the list is wrong");
    return 0;
}
