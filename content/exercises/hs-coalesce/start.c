/* exercise.c: three neighbours are freed, the middle one last; then a block is wanted that needs the room of all three. */
#include <windows.h>
#include <stdio.h>

static int FreeBlocks(HANDLE heap)
{
    PROCESS_HEAP_ENTRY entry;
    int count = 0;

    entry.lpData = NULL;
    while (HeapWalk(heap, &entry))
        if (!(entry.wFlags & (PROCESS_HEAP_ENTRY_BUSY | PROCESS_HEAP_REGION | PROCESS_HEAP_UNCOMMITTED_RANGE)))
            count++;
    return count;
}

int main(void)
{
    HANDLE heap = HeapCreate(0, 0x1000, 0x10000);
    char *one = HeapAlloc(heap, 0, 56);
    char *two = HeapAlloc(heap, 0, 56);
    char *three = HeapAlloc(heap, 0, 56);
    char *wall = HeapAlloc(heap, 0, 56);    /* keeps them apart from the rest of the heap */
    char *large;

    HeapFree(heap, 0, one);
    HeapFree(heap, 0, three);
    printf("after the second free: %d\n", FreeBlocks(heap));
    HeapFree(heap, 0, two);
    printf("after the third free: %d\n", FreeBlocks(heap));
    large = HeapAlloc(heap, 0, 184);
    printf("the large block: %s\n", large == one ? "first" : large > wall ? "behind" : "none");
    return 0;
}
