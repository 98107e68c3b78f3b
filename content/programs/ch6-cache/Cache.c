/*
 * A buffer for each thread, behind a TLS index;
 * made when a thread first needs it. Nobody frees
 * it when a thread ends: the detach that the
 * author thought of is that of the process, and
 * it sees one thread's slot alone.
 */
#include <windows.h>
#include <stdio.h>

static DWORD slot;
static HANDLE heap;

__declspec(dllexport) HANDLE cacheHeap(void)
{
    return heap;
}

__declspec(dllexport) char *format(int number)
{
    char *buffer = TlsGetValue(slot);

    if (buffer == NULL) {
        buffer = HeapAlloc(heap, 0, 64);
        TlsSetValue(slot, buffer);
    }
    sprintf(buffer, "number %d, buffer %p", number, buffer);
    return buffer;
}

BOOL WINAPI DllMain(HINSTANCE module, DWORD reason, LPVOID reserved)
{
    switch (reason) {
    case DLL_PROCESS_ATTACH:
        heap = HeapCreate(0, 0, 0);
        slot = TlsAlloc();
        return slot != TLS_OUT_OF_INDEXES;
    case DLL_PROCESS_DETACH:
        HeapFree(heap, 0, TlsGetValue(slot)); /* whose buffer is this? */
        TlsFree(slot);
        break;
    }
    return TRUE;
}
