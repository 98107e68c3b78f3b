/*
 * TLS callbacks of a program and of a DLL beside DllMain, main and a thread: a module's callbacks come before its DllMain, the
 * program's after all DLLs'; at the end the program's come last.
 * Facts: public descriptions of the loader (LdrpCallTlsInitializers before each entry point). Output: by those rules.
 */
#include <windows.h>
#include <stdio.h>

#pragma comment(linker, "/INCLUDE:__tls_used")

__declspec(dllimport) int ValueOfDll(void);
__declspec(thread) int value = 3;

static void NTAPI one(PVOID module, DWORD reason, PVOID reserved)
{
    printf("program, callback 1: %lu, value %d\n", reason, value);
    fflush(stdout);
    if (reason == DLL_PROCESS_ATTACH) value = 4;
}

static void NTAPI two(PVOID module, DWORD reason, PVOID reserved)
{
    printf("program, callback 2: %lu, base %d\n", reason, module == GetModuleHandle(NULL));
    fflush(stdout);
}

#pragma data_seg(".CRT$XLB")
PIMAGE_TLS_CALLBACK callbacks[] = { one, two };
#pragma data_seg()

static DWORD WINAPI thread(void *p) { printf("thread: %d %d\n", value, ValueOfDll()); fflush(stdout); return 0; }

int main(void)
{
    printf("main: %d %d\n", value, ValueOfDll());
    fflush(stdout);
    WaitForSingleObject(CreateThread(NULL, 0, thread, NULL, 0, NULL), INFINITE);
    puts("main ends");
    fflush(stdout);
    return 0;
}
