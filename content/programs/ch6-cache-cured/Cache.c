/*
 * The cure: each thread's buffer is freed when
 * that thread leaves, on that thread, where
 * TlsGetValue finds it.
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

static void freeOwnBuffer(void)
{
    char *buffer = TlsGetValue(slot);

    if (buffer != NULL)
        HeapFree(heap, 0, buffer);
    TlsSetValue(slot, NULL); /* whoever asks after us makes a new one */
}

BOOL WINAPI DllMain(HINSTANCE module, DWORD reason, LPVOID reserved)
{
    switch (reason) {
    case DLL_PROCESS_ATTACH:
        heap = HeapCreate(0, 0, 0);
        slot = TlsAlloc();
        return slot != TLS_OUT_OF_INDEXES;
    case DLL_THREAD_DETACH:
        freeOwnBuffer();
        break;
    case DLL_PROCESS_DETACH:
        freeOwnBuffer();
        TlsFree(slot);
        break;
    }
    return TRUE;
}
