/*
 * A DLL with a TLS callback and a DllMain; both
 * say when they are called.
 */
#include <windows.h>
#include <stdio.h>

#pragma comment(linker, "/INCLUDE:__tls_used")

const char *const reasons[] = {"PROCESS_DETACH", "PROCESS_ATTACH", "THREAD_ATTACH", "THREAD_DETACH"};

VOID NTAPI dllCallback(PVOID module, DWORD reason, PVOID reserved)
{
    printf("%3lx DLL callback %s\n", GetCurrentThreadId(), reasons[reason]);
}

#pragma data_seg(".CRT$XLB")
PIMAGE_TLS_CALLBACK inTheArray = dllCallback;
#pragma data_seg()

BOOL WINAPI DllMain(HINSTANCE module, DWORD reason, LPVOID reserved)
{
    printf("%3lx DllMain      %s\n", GetCurrentThreadId(), reasons[reason]);
    return TRUE;
}

__declspec(dllexport) int helper(void)
{
    return 42;
}
