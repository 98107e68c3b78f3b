/*
 * The border at 508 KB: below it a block of a segment, from it on a region of its own.
 * Watch the last four digits of the two addresses, and what VirtualQuery says after the frees.
 */
#include <windows.h>
#include <stdio.h>

static const char *stateOf(void *address)
{
    MEMORY_BASIC_INFORMATION info;
    VirtualQuery(address, &info, sizeof info);
    return info.State == MEM_COMMIT ? "committed" : info.State == MEM_RESERVE ? "reserved" : "free";
}

int main(void)
{
    HANDLE heap = HeapCreate(0, 0, 0);
    HANDLE fixed = HeapCreate(0, 0, 0x200000);          /* 2 MB, and not a byte more */
    char *below, *above;

    below = HeapAlloc(heap, 0, 0x7EFF0);
    above = HeapAlloc(heap, 0, 0x7F000);                /* 16 bytes more: a world of difference */
    printf("0x7EFF0 bytes at %p\n0x7F000 bytes at %p\n", below, above);

    HeapFree(heap, 0, above);
    printf("above, freed: %s\n", stateOf(above));       /* the whole region is gone */
    HeapFree(heap, 0, below);
    printf("below, freed: %s\n", stateOf(below));

    printf("from a fixed heap of 2 MB: %p\n", HeapAlloc(fixed, 0, 0x7F000));
    return 0;
}
