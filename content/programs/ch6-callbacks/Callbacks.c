/*
 * Who runs before main? A TLS callback of the EXE
 * is code that Windows calls before the entry
 * point, and again when threads come and go. The
 * DLL has one, too, and a DllMain.
 *
 * Read the console: the order of the first four
 * lines, and what is missing for the thread that
 * is killed.
 */
#include <windows.h>
#include <stdio.h>

#pragma comment(linker, "/INCLUDE:__tls_used")

__declspec(dllimport) int helper(void);

const char *const reasons[] = {"PROCESS_DETACH", "PROCESS_ATTACH", "THREAD_ATTACH", "THREAD_DETACH"};

VOID NTAPI exeCallback(PVOID module, DWORD reason, PVOID reserved)
{
    printf("%3lx EXE callback %s\n", GetCurrentThreadId(), reasons[reason]);
}

/* The array of callbacks is a section in alphabetical order: between .CRT$XLA and .CRT$XLZ. */
#pragma data_seg(".CRT$XLB")
PIMAGE_TLS_CALLBACK inTheArray = exeCallback;
#pragma data_seg()

DWORD WINAPI worker(LPVOID unused)
{
    printf("%3lx worker\n", GetCurrentThreadId());
    return 0;
}

DWORD WINAPI victim(LPVOID unused)
{
    printf("%3lx victim\n", GetCurrentThreadId());
    Sleep(INFINITE);
    return 0;
}

int main(void)
{
    HANDLE thread;

    printf("%3lx main, helper says %d\n", GetCurrentThreadId(), helper());
    thread = CreateThread(NULL, 0, worker, NULL, 0, NULL);
    WaitForSingleObject(thread, INFINITE);
    thread = CreateThread(NULL, 0, victim, NULL, 0, NULL);
    Sleep(10);
    TerminateThread(thread, 1);
    WaitForSingleObject(thread, INFINITE);
    printf("%3lx main returns\n", GetCurrentThreadId());
    return 0;
}
