/*
 * Six blocks from a heap of our own, three of them given back, one asked for again.
 * Watch in the heap lens: each HeapAlloc cuts a piece off the one big free block; a freed block stays where it is.
 */
#include <windows.h>
#include <stdio.h>

int main(void)
{
    HANDLE heap = HeapCreate(0, 0x1000, 0x10000);       /* 64 KB at most, one page to begin with */
    char *one, *two, *three, *four, *five, *six, *again;

    one   = HeapAlloc(heap, 0, 8);                      /* a split, six times */
    two   = HeapAlloc(heap, 0, 8);
    three = HeapAlloc(heap, 0, 8);
    four  = HeapAlloc(heap, 0, 8);
    five  = HeapAlloc(heap, 0, 8);
    six   = HeapAlloc(heap, 0, 8);

    HeapFree(heap, 0, one);                             /* each has busy neighbours: */
    HeapFree(heap, 0, three);                           /* three islands, */
    HeapFree(heap, 0, five);                            /* nothing to join */

    again = HeapAlloc(heap, 0, 8);                      /* which of the four free blocks will it be? */
    printf("one %p, two %p, three %p, four %p, five %p, six %p\n", one, two, three, four, five, six);
    printf("asked again: %p\n", again);

    HeapDestroy(heap);                                  /* all blocks at once */
    return 0;
}
