/*
 * main frees an index while another thread still
 * keeps a pointer behind it, and allocates an
 * index again.
 *
 * Watch the worker's cell at TlsFree, and its
 * block in the heap: the cell is cleared, the
 * block isn't.
 */
#include <windows.h>
#include <stdio.h>

DWORD slot;
HANDLE heap, ready, go;

DWORD WINAPI worker(LPVOID unused)
{
    TlsSetValue(slot, HeapAlloc(heap, 0, 100));
    printf("worker: slot %lu holds %p\n", slot, TlsGetValue(slot));
    SetEvent(ready);
    WaitForSingleObject(go, INFINITE);
    printf("worker: slot %lu holds %p\n", slot, TlsGetValue(slot));
    return 0;
}

int main(void)
{
    HANDLE thread;

    heap = HeapCreate(0, 0, 0);
    ready = CreateEvent(NULL, FALSE, FALSE, NULL);
    go = CreateEvent(NULL, FALSE, FALSE, NULL);
    slot = TlsAlloc();
    TlsSetValue(slot, HeapAlloc(heap, 0, 20));
    thread = CreateThread(NULL, 0, worker, NULL, 0, NULL);
    WaitForSingleObject(ready, INFINITE);

    TlsFree(slot);
    printf("main: TlsAlloc gives %lu again\n", TlsAlloc());
    SetEvent(go);
    WaitForSingleObject(thread, INFINITE);
    return 0;
}
