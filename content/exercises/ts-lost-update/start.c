/* Two tellers each pay 10 into the same account. */
#include <stdio.h>
#include <windows.h>

int balance = 0;

DWORD WINAPI Teller(LPVOID unused)
{
    int mine;

    mine = balance;
    mine = mine + 10;
    balance = mine;
    return 0;
}

int main(void)
{
    HANDLE tellers[2];

    tellers[0] = CreateThread(NULL, 0, Teller, NULL, 0, NULL);
    tellers[1] = CreateThread(NULL, 0, Teller, NULL, 0, NULL);
    WaitForMultipleObjects(2, tellers, TRUE, INFINITE);
    printf("balance: %d\n", balance);
    return 0;
}
