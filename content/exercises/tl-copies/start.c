/* exercise.c: two threads, a variable for each of them, a pointer that is passed on, and an index that is used twice. */
#include <stdio.h>
#include <windows.h>

__declspec(thread) int mine = 10;
DWORD slot;

DWORD WINAPI Worker(LPVOID given)
{
    int *theirs = given;

    mine++;
    *theirs += 5;
    printf("worker: mine %d\n", mine);
    TlsFree(slot);
    slot = TlsAlloc();                  /* gets the same number again */
    TlsSetValue(slot, (LPVOID)7);
    return 0;
}

int main(void)
{
    HANDLE thread;

    slot = TlsAlloc();
    TlsSetValue(slot, (LPVOID)3);
    mine = 50;
    thread = CreateThread(NULL, 0, Worker, &mine, 0, NULL);
    WaitForSingleObject(thread, INFINITE);
    printf("main: mine %d\n", mine);
    printf("main: cell %d\n", (int)TlsGetValue(slot));
    return 0;
}
