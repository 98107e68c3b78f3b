/*
 * Six blocks from a heap of our own, three of them given back, one asked for again.
 * Watch in the heap lens: each HeapAlloc cuts a piece off the one big free block; a freed block stays where it is.
 */
#include <windows.h>
#include <stdio.h>

int main(void)
{
    char *block[6], *again;
    int i;
    HANDLE heap = HeapCreate(0, 0x1000, 0x10000);       /* 64 KB at most, one page to begin with */

    for (i = 0; i < 6; i++) {
        block[i] = HeapAlloc(heap, 0, 8);               /* a split, six times */
        printf("block %d at %p\n", i + 1, block[i]);
    }

    HeapFree(heap, 0, block[0]);                        /* each has busy neighbours: */
    HeapFree(heap, 0, block[2]);                        /* three islands, */
    HeapFree(heap, 0, block[4]);                        /* nothing to join */

    again = HeapAlloc(heap, 0, 8);                      /* which of the four free blocks will it be? */
    printf("asked again: %p\n", again);

    HeapDestroy(heap);                                  /* all blocks at once */
    return 0;
}
