/*
 * Heaps.c: the EXE, built with /MDd. It lists every heap of the process and says whose it is.
 * Watch: three heaps for one call, malloc. Then look at the Modules lens.
 */
#include <windows.h>
#include <malloc.h>
#include <stdio.h>

__declspec(dllimport) HANDLE HeapOfStaticDll(void);

static const char *OwnerOf(HANDLE heap)
{
    if (heap == GetProcessHeap())
        return "the process heap (GetProcessHeap)";
    if (heap == (HANDLE)_get_heap_handle())
        return "malloc of every /MDd module (MSVCR90D.dll)";
    if (heap == HeapOfStaticDll())
        return "malloc of StaticDll.dll, which is /MTd";
    return "somebody else's";
}

int main(void)
{
    HANDLE heaps[16];
    DWORD i, count = GetProcessHeaps(16, heaps);

    for (i = 0; i < count; i++)
        printf("heap %lu at %p: %s\n", i + 1, heaps[i], OwnerOf(heaps[i]));
    return 0;
}
