/*
 * Seven ways to get memory, five places that it comes from.
 * Watch the address space: in which region does each pointer lie?
 */
#include <windows.h>
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>

static HANDLE mine;

/* The allocation that an address belongs to: for a block of a heap, the heap's first segment. */
static PVOID RegionOf(PVOID address)
{
    MEMORY_BASIC_INFORMATION region;

    VirtualQuery(address, &region, sizeof region);
    return region.AllocationBase;
}

static void Show(const char *call, void *block)
{
    PVOID region = RegionOf(block);
    const char *place = "a region of its own";

    if (region == GetProcessHeap())
        place = "process heap";
    if (region == (PVOID)_get_heap_handle())
        place = "run-time heap";
    if (region == mine)
        place = "the heap made in main";
    if (region == RegionOf(&region))
        place = "this thread's stack";
    printf("%-28s %p  %s\n", call, block, place);
}

int main(void)
{
    mine = HeapCreate(0, 0, 0);

    Show("GlobalAlloc(GMEM_FIXED)", GlobalAlloc(GMEM_FIXED, 100));
    Show("LocalAlloc(LMEM_FIXED)", LocalAlloc(LMEM_FIXED, 100));
    Show("HeapAlloc(GetProcessHeap())", HeapAlloc(GetProcessHeap(), 0, 100));
    Show("HeapAlloc(mine)", HeapAlloc(mine, 0, 100));
    Show("malloc", malloc(100));
    Show("VirtualAlloc", VirtualAlloc(NULL, 100, MEM_RESERVE | MEM_COMMIT, PAGE_READWRITE));
    Show("_alloca", _alloca(100));
    return 0;
}
