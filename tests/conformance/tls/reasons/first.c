#include <windows.h>
#include <stdio.h>

BOOL WINAPI DllMain(HINSTANCE dll, DWORD reason, LPVOID reserved)
{
    printf("  first %lu %s\n", reason, reserved ? "with the process" : "alone");
    fflush(stdout);
    return TRUE;
}

__declspec(dllexport) void WINAPI Hello(void) { puts("hello"); fflush(stdout); }
