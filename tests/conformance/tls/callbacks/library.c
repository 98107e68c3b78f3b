#include <windows.h>
#include <stdio.h>

#pragma comment(linker, "/INCLUDE:__tls_used")

__declspec(thread) int own = 10;

static void NTAPI callback(PVOID module, DWORD reason, PVOID reserved)
{
    printf("library, callback: %lu, own %d\n", reason, own);
    fflush(stdout);
    if (reason == DLL_PROCESS_ATTACH || reason == DLL_THREAD_ATTACH) own += 5;
}

#pragma data_seg(".CRT$XLB")
PIMAGE_TLS_CALLBACK callbacks[] = { callback };
#pragma data_seg()

BOOL WINAPI DllMain(HINSTANCE dll, DWORD reason, LPVOID reserved)
{
    printf("library, DllMain: %lu, own %d\n", reason, own);
    fflush(stdout);
    return TRUE;
}

__declspec(dllexport) int ValueOfDll(void) { return own; }
