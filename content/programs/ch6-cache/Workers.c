/*
 * Five threads, one after another, use a DLL that
 * keeps a buffer for each thread. Afterwards main
 * counts the buffers that are still allocated.
 */
#include <windows.h>
#include <stdio.h>

__declspec(dllimport) char *format(int number);
__declspec(dllimport) HANDLE cacheHeap(void);

DWORD WINAPI worker(LPVOID number)
{
    printf("%s\n", format((int)number));
    return 0;
}

static int busyBlocks(HANDLE heap)
{
    PROCESS_HEAP_ENTRY entry = {0};
    int count = 0;

    while (HeapWalk(heap, &entry)) {
        if (entry.wFlags & PROCESS_HEAP_ENTRY_BUSY)
            count++;
    }
    return count;
}

int main(void)
{
    int i;

    printf("%s\n", format(0));
    for (i = 1; i <= 5; i++) {
        HANDLE thread = CreateThread(NULL, 0, worker, (LPVOID)i, 0, NULL);
        WaitForSingleObject(thread, INFINITE);
        CloseHandle(thread);
        printf("buffers: %d\n", busyBlocks(cacheHeap()));
    }
    return 0;
}
