/*
 * A heap that grows: pages are committed as they are needed, then a second segment is made.
 * Watch "committed" in the heap lens, the second segment, and what remains after everything is free.
 */
#include <windows.h>
#include <stdio.h>

#define COUNT 40
#define SIZE 3000

static void sizes(HANDLE heap, const char *when)
{
    PROCESS_HEAP_ENTRY e = { 0 };
    DWORD committed = 0, uncommitted = 0, regions = 0;

    while (HeapWalk(heap, &e))
        if (e.wFlags & PROCESS_HEAP_REGION) {
            committed += e.Region.dwCommittedSize;
            uncommitted += e.Region.dwUnCommittedSize;
            regions++;
        }
    printf("%-18s %lu segment(s), committed %6lx, reserved only %6lx\n", when, regions, committed, uncommitted);
}

int main(void)
{
    char *block[COUNT];
    int i;
    HANDLE heap = HeapCreate(0, 0, 0);                  /* maximum 0: this heap may grow */

    sizes(heap, "new");
    for (i = 0; i < COUNT; i++) {
        block[i] = HeapAlloc(heap, 0, SIZE + i);        /* all sizes differ: no low-fragmentation heap */
        if (i % 8 == 7)
            sizes(heap, "growing");
    }
    for (i = COUNT - 1; i >= 0; i--) {
        HeapFree(heap, 0, block[i]);
        if (i % 8 == 0)
            sizes(heap, "shrinking");
    }
    return 0;
}
