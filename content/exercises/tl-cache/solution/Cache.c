/* Cache.c: a buffer for each thread, freed by the thread that leaves. */
// expect: label 1 and label 11
// expect: label 2 and label 12
// expect: label 0
// exit: 0
// demand: every block freed
// demand: nothing freed twice
// demand: HeapAlloc is called exactly 3 times
// never: exception
#include <windows.h>
#include <stdio.h>

static DWORD slot;

__declspec(dllexport) const char *Label(int number)
{
    char *buffer = TlsGetValue(slot);

    if (buffer == NULL) {
        buffer = HeapAlloc(GetProcessHeap(), 0, 32);
        TlsSetValue(slot, buffer);
    }
    sprintf(buffer, "label %d", number);
    return buffer;
}

static void FreeOwnBuffer(void)
{
    char *buffer = TlsGetValue(slot);

    if (buffer != NULL)
        HeapFree(GetProcessHeap(), 0, buffer);
    TlsSetValue(slot, NULL);
}

BOOL WINAPI DllMain(HINSTANCE module, DWORD reason, LPVOID reserved)
{
    switch (reason) {
    case DLL_PROCESS_ATTACH:
        slot = TlsAlloc();
        break;
    case DLL_THREAD_DETACH:
        FreeOwnBuffer();
        break;
    case DLL_PROCESS_DETACH:
        FreeOwnBuffer();
        TlsFree(slot);
        break;
    }
    return TRUE;
}
