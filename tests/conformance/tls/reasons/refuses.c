#include <windows.h>
#include <stdio.h>

BOOL WINAPI DllMain(HINSTANCE dll, DWORD reason, LPVOID reserved)
{
    printf("  refuses %lu\n", reason);
    fflush(stdout);
    return FALSE;
}
