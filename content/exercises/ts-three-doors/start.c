/* One visitor comes through each of three doors. */
#include <stdio.h>
#include <windows.h>

int visitors = 0;

DWORD WINAPI Door(LPVOID unused)
{
    visitors++;
    return 0;
}

int main(void)
{
    HANDLE doors[3];
    int i;

    for (i = 0; i < 3; i++)
        doors[i] = CreateThread(NULL, 0, Door, NULL, 0, NULL);
    WaitForMultipleObjects(3, doors, TRUE, INFINITE);
    printf("visitors: %d\n", visitors);
    return 0;
}
