// Early.cpp: a DLL that the EXE imports. It is ready before the EXE's first instruction.
#include <windows.h>
#include <stdio.h>
#include <stdlib.h>

static int global = printf("   DLL: a global is initialised\n");

static void AtExit(void)
{
    printf("   DLL: atexit function\n");
}

BOOL APIENTRY DllMain(HMODULE module, DWORD reason, LPVOID reserved)
{
    if (reason == DLL_PROCESS_ATTACH) {
        printf("   DLL: DllMain, DLL_PROCESS_ATTACH\n");
        atexit(AtExit);
    }
    if (reason == DLL_PROCESS_DETACH)
        printf("   DLL: DllMain, DLL_PROCESS_DETACH\n");
    return TRUE;
}

extern "C" __declspec(dllexport) int AddOne(int number)
{
    return number + 1;
}
