/* exercise.c: a block of a heap, with its neighbours. How large they are depends on the seed, and the key on chance. */
#include <windows.h>
#include <stdlib.h>

HANDLE heap;
unsigned char *block;

void Look(void)                     /* stop here: `heap` is the heap, `block` the pointer that HeapAlloc returned */
{
}

int main(int argc, char **argv)
{
    unsigned long seed = strtoul(argv[1], NULL, 10) % 1000003;

    heap = HeapCreate(0, 0x1000, 0x10000);
    HeapAlloc(heap, 0, 20 + seed * 13 % 90);
    block = HeapAlloc(heap, 0, 17 + seed * 31 % 18 * 8 + seed % 7);
    HeapAlloc(heap, 0, 40);
    Look();
    return 0;
}
