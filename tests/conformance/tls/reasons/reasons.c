/*
 * What DllMain hears, and what its third argument tells: loading at run time or with the program, FreeLibrary or the end.
 * Facts: Microsoft's "DllMain entry point"; Wine's loader tests. Output: recorded with Wine 8.0 (64-bit, gcc).
 */
#include <windows.h>
#include <stdio.h>

__declspec(dllimport) void WINAPI Hello(void);

static DWORD WINAPI returns(void *p) { puts("a thread"); fflush(stdout); return 0; }
static DWORD WINAPI exits(void *p) { puts("another"); fflush(stdout); ExitThread(3); return 0; }
static DWORD WINAPI waits(void *p) { Sleep(INFINITE); return 0; }

static void thread(LPTHREAD_START_ROUTINE f)
{
    HANDLE h = CreateThread(NULL, 0, f, NULL, 0, NULL);
    WaitForSingleObject(h, INFINITE);
    CloseHandle(h);
}

static void later(const char *what) { puts(what); fflush(stdout); }

int main(void)
{
    HMODULE dll;
    HANDLE h;

    Hello();
    later("load");
    dll = LoadLibraryA("second.dll");
    later("load again");
    printf("the same %d\n", LoadLibraryA("second.dll") == dll);
    fflush(stdout);
    thread(returns);
    thread(exits);
    later("calls for threads off");
    printf("%d\n", DisableThreadLibraryCalls(dll));
    fflush(stdout);
    thread(returns);
    later("free twice");
    FreeLibrary(dll);
    later("once more");
    FreeLibrary(dll);
    later("one that refuses");
    SetLastError(0);
    dll = LoadLibraryA("refuses.dll");
    printf("%d, error %lu\n", dll != NULL, GetLastError());
    fflush(stdout);
    h = CreateThread(NULL, 0, waits, NULL, 0, NULL);
    Sleep(50);
    TerminateThread(h, 0);
    WaitForSingleObject(h, INFINITE);
    later("a thread was terminated: nobody hears");
    CreateThread(NULL, 0, waits, NULL, 0, NULL);
    Sleep(50);
    later("end");
    return 0;
}
