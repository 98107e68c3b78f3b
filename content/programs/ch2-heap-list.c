/*
 * The list of heaps that the PEB keeps: it grows with HeapCreate and shrinks with HeapDestroy.
 * Watch NumberOfHeaps in the struct lens, and which slot a destroyed heap leaves.
 */
#include <windows.h>
#include <stdio.h>
#include <malloc.h>

static void list(const char *when)
{
    HANDLE heaps[16];
    DWORD i, count = GetProcessHeaps(16, heaps);

    printf("%-22s %lu:", when, count);
    for (i = 0; i < count; i++)
        printf(" %p%s", heaps[i], heaps[i] == GetProcessHeap() ? " (process)"
            : heaps[i] == (HANDLE)_get_heap_handle() ? " (C run-time)" : "");
    printf("\n");
}

int main(void)
{
    HANDLE first, second;

    list("when main begins");
    first = HeapCreate(0, 0, 0);
    list("one more");
    second = HeapCreate(0, 0, 0);
    list("two more");
    HeapDestroy(first);
    list("first destroyed");
    HeapDestroy(second);
    list("second destroyed");
    return 0;
}
