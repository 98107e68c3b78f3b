/* Early.c: code before main, and at the beginning of a thread. */
#include <windows.h>
#include <stdio.h>

#pragma comment(linker, "/INCLUDE:__tls_used")

__declspec(dllimport) int helper(void);

VOID NTAPI exeCallback(PVOID module, DWORD reason, PVOID reserved)
{
}

#pragma data_seg(".CRT$XLB")
PIMAGE_TLS_CALLBACK inTheArray = exeCallback;
#pragma data_seg()

DWORD WINAPI worker(LPVOID unused)
{
    return 0;
}

int main(void)
{
    HANDLE thread = CreateThread(NULL, 0, worker, NULL, 0, NULL);

    WaitForSingleObject(thread, INFINITE);
    return helper() == 42 ? 0 : 1;
}
