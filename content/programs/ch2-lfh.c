/*
 * Forty blocks of 40 bytes. The back end serves the first eighteen; then the low-fragmentation heap takes over.
 * Watch the distance between neighbours, and byte 7 of the header: 08 from the back end, 88 from the LFH.
 */
#include <windows.h>
#include <stdio.h>

int main(void)
{
    HANDLE heap = HeapCreate(0, 0, 0);
    unsigned char *block[40], *again;
    int i;

    for (i = 0; i < 40; i++) {
        block[i] = HeapAlloc(heap, 0, 40);
        printf("%2d  %p  %+6d  header byte 7: %02x\n", i + 1, block[i],
            i ? (int)(block[i] - block[i - 1]) : 0, block[i][-1]);
    }

    HeapFree(heap, 0, block[30]);                       /* the LFH is a stack of free slots: */
    HeapFree(heap, 0, block[25]);
    again = HeapAlloc(heap, 0, 40);                     /* last in, first out */
    printf("freed 31, then 26; asked again: number %d\n", again == block[25] ? 26 : again == block[30] ? 31 : 0);
    return 0;
}
