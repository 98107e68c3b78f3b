/* Helper.c: a DLL that the EXE imports. */
#include <windows.h>

BOOL WINAPI DllMain(HINSTANCE instance, DWORD reason, LPVOID reserved)
{
    return TRUE;
}

__declspec(dllexport) int Help(void)
{
    return 1;
}
