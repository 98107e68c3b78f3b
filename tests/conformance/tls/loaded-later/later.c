/*
 * Static thread-local variables in DLLs that are loaded at run time, while other threads exist: on Windows Vista and later all
 * threads get their block, and two such DLLs do not disturb each other.
 * Facts: Microsoft's "Thread local storage (TLS)", the note on systems before Vista. Output: by that rule.
 */
#include <windows.h>
#include <stdio.h>

typedef int (*Change)(int);

__declspec(thread) int own = 1;
static Change a, b;
static HANDLE ready, go;

static DWORD WINAPI early(void *p)
{
    own = 50;
    SetEvent(ready);
    WaitForSingleObject(go, INFINITE);
    printf("early: %d %d %d\n", own, a(1), b(2));
    return 0;
}

static DWORD WINAPI late(void *p) { printf("late: %d %d %d\n", own, a(7), b(8)); return 0; }

int main(void)
{
    HMODULE da, db;
    HANDLE h;

    ready = CreateEvent(NULL, FALSE, FALSE, NULL);
    go = CreateEvent(NULL, FALSE, FALSE, NULL);
    h = CreateThread(NULL, 0, early, NULL, 0, NULL);
    WaitForSingleObject(ready, INFINITE);
    da = LoadLibraryA("one.dll");
    db = LoadLibraryA("two.dll");
    a = (Change)GetProcAddress(da, "change");
    b = (Change)GetProcAddress(db, "change");
    printf("main: %d", a(1000));
    printf(" %d", b(2000));
    printf(" %d", a(1));
    printf(" %d %d\n", b(1), own);
    SetEvent(go);
    WaitForSingleObject(h, INFINITE);
    WaitForSingleObject(CreateThread(NULL, 0, late, NULL, 0, NULL), INFINITE);
    printf("free %d\n", FreeLibrary(da));
    printf("still %d\n", b(0));
    da = LoadLibraryA("one.dll");
    a = (Change)GetProcAddress(da, "change");
    printf("anew %d\n", a(1));
    return 0;
}
