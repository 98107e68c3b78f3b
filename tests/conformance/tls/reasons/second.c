#include <windows.h>
#include <stdio.h>

BOOL WINAPI DllMain(HINSTANCE dll, DWORD reason, LPVOID reserved)
{
    printf("  second %lu %s\n", reason, reserved ? "with the process" : "alone");
    fflush(stdout);
    return TRUE;
}
