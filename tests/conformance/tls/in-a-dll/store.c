#include <windows.h>
#include <stdio.h>

static DWORD slot = TLS_OUT_OF_INDEXES;
static LONG blocks;

static DWORD *block(void)
{
    DWORD *mine = TlsGetValue(slot);

    if (mine == NULL && (mine = HeapAlloc(GetProcessHeap(), HEAP_ZERO_MEMORY, 64)) != NULL) {
        InterlockedIncrement(&blocks);
        TlsSetValue(slot, mine);
    }
    return mine;
}

static void drop(void)
{
    DWORD *mine = TlsGetValue(slot);

    if (mine == NULL) return;
    HeapFree(GetProcessHeap(), 0, mine);
    TlsSetValue(slot, NULL);
    InterlockedDecrement(&blocks);
}

BOOL WINAPI DllMain(HINSTANCE dll, DWORD reason, LPVOID reserved)
{
    switch (reason) {
    case DLL_PROCESS_ATTACH:
        slot = TlsAlloc();
        return slot != TLS_OUT_OF_INDEXES && block() != NULL;
    case DLL_THREAD_ATTACH:
        block();
        break;
    case DLL_THREAD_DETACH:
        drop();
        break;
    case DLL_PROCESS_DETACH:
        drop();
        TlsFree(slot);
        printf("blocks left %ld\n", blocks);
        fflush(stdout);
        break;
    }
    return TRUE;
}

__declspec(dllexport) BOOL WINAPI StoreValue(DWORD value)
{
    DWORD *mine = block();

    if (mine != NULL) *mine = value;
    return mine != NULL;
}

__declspec(dllexport) BOOL WINAPI FetchValue(DWORD *value)
{
    DWORD *mine = TlsGetValue(slot);

    if (mine != NULL) *value = *mine;
    return mine != NULL;
}
