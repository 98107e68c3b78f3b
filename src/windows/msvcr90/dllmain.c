/* dllmain.c - the DllMain of a DLL that has none of its own. */
#include <windows.h>

BOOL WINAPI DllMain(HANDLE hDllHandle, DWORD dwReason, LPVOID lpreserved)
{
    (void)lpreserved;
    if (dwReason == DLL_PROCESS_ATTACH)
        DisableThreadLibraryCalls((HMODULE)hDllHandle);
    return TRUE;
}
