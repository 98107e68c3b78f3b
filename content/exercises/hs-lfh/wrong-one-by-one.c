/* exercise.c: wake the low-fragmentation heap for requests of 100 bytes, with as few allocations as possible. */
#include <windows.h>

int main(void)
{
    HANDLE heap = HeapCreate(0, 0, 0);
    int i;

    for (i = 0; i < 19; i++)
        HeapFree(heap, 0, HeapAlloc(heap, 0, 100));
    return 0;
}
