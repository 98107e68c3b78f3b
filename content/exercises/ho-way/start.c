/* exercise.c: a semaphore among other objects. Its handle, its count and how many handles it has depend on the seed. */
#include <windows.h>
#include <stdlib.h>

HANDLE wanted;

void Look(void)                     /* stop here: `wanted` is the handle of a semaphore */
{
}

int main(int argc, char **argv)
{
    unsigned long seed = strtoul(argv[1], NULL, 10) % 1000003, i;
    HANDLE copy;

    for (i = 0; i <= seed * 3 % 11; i++)
        CreateEvent(NULL, FALSE, FALSE, NULL);
    wanted = CreateSemaphore(NULL, (LONG)(3 + seed * 17 % 71), 100, NULL);
    for (i = 0; i <= seed % 4; i++)
        DuplicateHandle(GetCurrentProcess(), wanted, GetCurrentProcess(), &copy, SYNCHRONIZE, FALSE, 0);
    WaitForSingleObject(copy, 0);
    Look();
    return 0;
}
