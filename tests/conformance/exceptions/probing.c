/*
 * Functions that take an exception inside: they answer, and the program sees nothing.
 * Facts: Microsoft's "IsBadReadPtr" and kin, "lstrlen" (0 for a bad pointer), "HeapAlloc" (HEAP_GENERATE_EXCEPTIONS raises
 * STATUS_NO_MEMORY). Output: by those rules.
 */
#include <windows.h>
#include <stdio.h>

int main(void)
{
    char *page = VirtualAlloc(NULL, 4096, MEM_COMMIT, PAGE_READONLY);
    HANDLE heap = HeapCreate(0, 4096, 16384);

    printf("%d %d %d\n", IsBadReadPtr(NULL, 1), IsBadReadPtr(page, 4096), IsBadReadPtr(page, 4097));
    printf("%d %d %d\n", IsBadWritePtr(page, 1), IsBadReadPtr(NULL, 0), IsBadCodePtr((FARPROC)0x10));
    printf("%d\n", lstrlenA((char *)0x20));
    printf("%d\n", HeapAlloc(heap, 0, 100000) == NULL);
    __try { HeapAlloc(heap, HEAP_GENERATE_EXCEPTIONS, 100000); puts("?"); }
    __except (EXCEPTION_EXECUTE_HANDLER) { printf("%08lx\n", GetExceptionCode()); }
    return 0;
}
