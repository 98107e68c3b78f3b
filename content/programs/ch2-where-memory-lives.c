/*
 * One address of each kind, and what the kernel says about the region that it lies in.
 * Watch the console: who owns the page (Type), and from which allocation it comes (AllocationBase).
 */
#include <windows.h>
#include <stdio.h>
#include <stdlib.h>

static int global = 1;

static void describe(const char *what, const void *address)
{
    MEMORY_BASIC_INFORMATION info;
    const char *type = "free";

    VirtualQuery(address, &info, sizeof info);
    if (info.State != MEM_FREE)
        type = info.Type == MEM_IMAGE ? "image" : info.Type == MEM_MAPPED ? "mapped" : "private";
    printf("%-22s %p  %-7s  region from %p\n", what, address, type, info.AllocationBase);
}

int main(void)
{
    int local = 2;
    void *pages = VirtualAlloc(NULL, 0x10000, MEM_RESERVE | MEM_COMMIT, PAGE_READWRITE);
    void *fromProcessHeap = HeapAlloc(GetProcessHeap(), 0, 100);
    void *fromLocalAlloc = LocalAlloc(LMEM_FIXED, 100);
    void *fromMalloc = malloc(100);

    describe("main (code)", (const void *)main);
    describe("global (data)", &global);
    describe("local (stack)", &local);
    describe("VirtualAlloc", pages);
    describe("HeapAlloc", fromProcessHeap);
    describe("LocalAlloc", fromLocalAlloc);
    describe("malloc", fromMalloc);
    return 0;
}
