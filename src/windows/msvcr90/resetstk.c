/*
 * resetstk.c - sets a guard page up again after a stack overflow.
 *
 * The exception has used the guard up. From the lowest committed page of the stack on there must be one again, below the page
 * that is in use now; the lowest page of the reserve stays uncommitted. What must hold: the stack has been unwound before.
 */
#include "internal.h"
#include <malloc.h>

#define PAGE 0x1000

_CRTIMP int __cdecl _resetstkoflw(void)
{
    MEMORY_BASIC_INFORMATION Info;
    char *Here = (char *)&Info;
    char *Lowest, *Guard, *Highest = (char *)((ULONG_PTR)Here & ~(ULONG_PTR)(PAGE - 1)) - PAGE;
    DWORD Old;

    if (!VirtualQuery(Here, &Info, sizeof(Info)))
        return 0;
    Lowest = (char *)Info.AllocationBase + 2 * PAGE;
    Guard = (char *)Info.AllocationBase;
    for (;;) {
        if (!VirtualQuery(Guard, &Info, sizeof(Info)))
            return 0;
        if (Info.State == MEM_COMMIT)
            break;
        Guard = (char *)Info.BaseAddress + Info.RegionSize;
    }
    if (Info.Protect & PAGE_GUARD)
        return 1;
    if (Guard < Lowest)
        Guard = Lowest;
    if (Guard > Highest)
        return 0;
    return VirtualProtect(Guard, PAGE, PAGE_READWRITE | PAGE_GUARD, &Old) != 0;
}
