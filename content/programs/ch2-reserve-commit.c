/*
 * Address space is one thing, memory another: 1 MB reserved, two pages committed, one byte too far.
 * Watch the last lines: the address is ours, but there is nothing behind it.
 */
#include <windows.h>
#include <stdio.h>

static void show(const char *when, char *address)
{
    MEMORY_BASIC_INFORMATION info;
    VirtualQuery(address, &info, sizeof info);
    printf("%-26s %p: %6lx bytes %s\n", when, info.BaseAddress, (unsigned long)info.RegionSize,
        info.State == MEM_COMMIT ? "committed" : info.State == MEM_RESERVE ? "reserved" : "free");
}

int main(void)
{
    char *area = VirtualAlloc(NULL, 0x100000, MEM_RESERVE, PAGE_READWRITE);
    show("reserved", area);

    VirtualAlloc(area, 0x2000, MEM_COMMIT, PAGE_READWRITE);
    show("first two pages committed", area);
    show("what lies behind them", area + 0x2000);

    area[0] = 'A';                                      /* committed: the kernel finds a page for it */
    area[0x1fff] = 'Z';                                 /* the last byte of the second page */
    printf("a fresh page is zero: %d\n", area[0x1000]);

    VirtualFree(area, 0x1000, MEM_DECOMMIT);            /* the first page goes back; its address stays ours */
    show("first page decommitted", area);

    area[0x2000] = '!';                                 /* reserved only: an access violation */
    return 0;
}
