/*
 * Three neighbours freed in the order 1, 3, 2. The last free joins everything that touches it.
 * Watch the number of free blocks: 1, 2, 3, and then 2.
 */
#include <windows.h>
#include <stdio.h>

int main(void)
{
    HANDLE heap = HeapCreate(0, 0x1000, 0x10000);
    char *one   = HeapAlloc(heap, 0, 56);               /* 0x40 bytes each, header included */
    char *two   = HeapAlloc(heap, 0, 56);
    char *three = HeapAlloc(heap, 0, 56);
    char *wall  = HeapAlloc(heap, 0, 56);               /* keeps the big free block away */
    char *big;

    HeapFree(heap, 0, one);
    HeapFree(heap, 0, three);
    HeapFree(heap, 0, two);                             /* both neighbours are free: one block of 0xC0 bytes */

    big = HeapAlloc(heap, 0, 184);                      /* three times 0x40, less one header */
    printf("one %p, big %p: %s\n", one, big, one == big ? "the same place" : "another place");

    HeapFree(heap, 0, big);
    HeapFree(heap, 0, wall);                            /* and now everything is one block again */
    HeapDestroy(heap);
    return 0;
}
