/* Cache.c: the first thread is forgotten. */
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

BOOL WINAPI DllMain(HINSTANCE module, DWORD reason, LPVOID reserved)
{
    if (reason == DLL_PROCESS_ATTACH)
        slot = TlsAlloc();
    if (reason == DLL_THREAD_DETACH && TlsGetValue(slot) != NULL)
        HeapFree(GetProcessHeap(), 0, TlsGetValue(slot));
    return TRUE;
}
