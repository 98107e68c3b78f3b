/* Workers.c: two threads use the DLL, twice each, and a third one doesn't. Leave this file as it is. */
#include <windows.h>
#include <stdio.h>

__declspec(dllimport) const char *Label(int number);

DWORD WINAPI Worker(LPVOID number)
{
    const char *label = Label((int)number);

    Sleep(10);
    printf("%s", label);
    printf(" and %s\n", Label((int)number + 10));
    return 0;
}

DWORD WINAPI Idler(LPVOID unused)
{
    return 0;
}

int main(void)
{
    HANDLE threads[3];

    threads[0] = CreateThread(NULL, 0, Worker, (LPVOID)1, 0, NULL);
    threads[1] = CreateThread(NULL, 0, Worker, (LPVOID)2, 0, NULL);
    threads[2] = CreateThread(NULL, 0, Idler, NULL, 0, NULL);
    WaitForMultipleObjects(3, threads, TRUE, INFINITE);
    printf("%s\n", Label(0));
    return 0;
}
