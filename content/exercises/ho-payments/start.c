/* Two people pay each other. Each transfer locks both accounts, the payer's first. */
#include <stdio.h>
#include <windows.h>

struct account { HANDLE lock; int balance; } ann, ben;

void Pay(struct account *from, struct account *to, int amount)
{
    WaitForSingleObject(from->lock, INFINITE);
    WaitForSingleObject(to->lock, INFINITE);
    from->balance -= amount;
    to->balance += amount;
    ReleaseMutex(to->lock);
    ReleaseMutex(from->lock);
}

DWORD WINAPI Ann(LPVOID unused)
{
    Pay(&ann, &ben, 10);
    return 0;
}

DWORD WINAPI Ben(LPVOID unused)
{
    Pay(&ben, &ann, 5);
    return 0;
}

int main(void)
{
    HANDLE people[2];

    ann.lock = CreateMutex(NULL, FALSE, NULL);
    ben.lock = CreateMutex(NULL, FALSE, NULL);
    people[0] = CreateThread(NULL, 0, Ann, NULL, 0, NULL);
    people[1] = CreateThread(NULL, 0, Ben, NULL, 0, NULL);
    WaitForMultipleObjects(2, people, TRUE, INFINITE);
    printf("Ann %d, Ben %d\n", ann.balance, ben.balance);
    return 0;
}
