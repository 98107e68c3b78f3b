/*
 * Fibre-local storage, used without any fibre:
 * TLS with a destructor. The function given to
 * FlsAlloc gets each thread's value when the
 * thread ends, and what is left when the index is
 * freed.
 *
 * Watch who calls cleanup, and on which thread.
 */
#include <windows.h>
#include <stdio.h>

DWORD slot;
HANDLE heap;

VOID WINAPI cleanup(PVOID block)
{
    printf("thread %lx: cleanup of %s\n", GetCurrentThreadId(), (char *)block);
    HeapFree(heap, 0, block);
}

void remember(const char *text)
{
    char *block = HeapAlloc(heap, 0, 32);

    lstrcpyA(block, text);
    FlsSetValue(slot, block);
}

DWORD WINAPI worker(LPVOID text)
{
    remember(text);
    printf("thread %lx: works\n", GetCurrentThreadId());
    return 0;
}

int main(void)
{
    HANDLE thread;

    heap = HeapCreate(0, 0, 0);
    slot = FlsAlloc(cleanup);
    remember("main's block");
    thread = CreateThread(NULL, 0, worker, "the worker's block", 0, NULL);
    WaitForSingleObject(thread, INFINITE);
    printf("thread %lx: frees the index\n", GetCurrentThreadId());
    FlsFree(slot);
    return 0;
}
