/*
 * The same program, with and without a debugger at its birth: the heap fills what you have not filled.
 * Watch the memory: fresh bytes, the eight bytes behind the block, and the bytes after HeapFree.
 */
#include <windows.h>
#include <stdio.h>

static void bytes(const char *what, unsigned char *p, int count)
{
    int i;
    printf("%-14s", what);
    for (i = 0; i < count; i++)
        printf(" %02x", p[i]);
    printf("\n");
}

int main(void)
{
    HANDLE heap = HeapCreate(0, 0, 0);
    unsigned char *p = HeapAlloc(heap, 0, 12);

    bytes("fresh", p, 12);
    bytes("behind it", p + 12, 12);
    FillMemory(p, 12, 'x');
    HeapFree(heap, 0, p);
    bytes("after the free", p, 24);

    p = HeapAlloc(heap, 0, 12);
    p[12] = '!';                                        /* one byte too many, behind the end */
    printf("the write itself: nothing happens\n");
    HeapFree(heap, 0, p);                               /* here it is noticed, if anybody looks */
    printf("done\n");
    return 0;
}
