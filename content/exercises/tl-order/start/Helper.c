/* A DLL with a TLS callback and a DllMain. */
#include <windows.h>

#pragma comment(linker, "/INCLUDE:__tls_used")

VOID NTAPI dllCallback(PVOID module, DWORD reason, PVOID reserved)
{
}

#pragma data_seg(".CRT$XLB")
PIMAGE_TLS_CALLBACK inTheArray = dllCallback;
#pragma data_seg()

BOOL WINAPI DllMain(HINSTANCE module, DWORD reason, LPVOID reserved)
{
    return TRUE;
}

__declspec(dllexport) int helper(void)
{
    return 42;
}
