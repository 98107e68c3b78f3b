/*
 * A DLL that gives each thread a block of its own: made in DllMain for threads that come later, on first use for those
 * that were there before it was loaded.
 * Facts: Microsoft's "Using thread local storage in a dynamic-link library". Output: recorded with Wine 8.0 (64-bit, gcc).
 */
#include <windows.h>
#include <stdio.h>

static BOOL (WINAPI *store)(DWORD);
static BOOL (WINAPI *fetch)(DWORD *);
static HANDLE running, loaded;

static DWORD WINAPI early(void *p)
{
    DWORD value = 0;
    BOOL has;

    SetEvent(running);
    WaitForSingleObject(loaded, INFINITE);
    has = fetch(&value);
    printf("early: has a block %d, stores %d", has, store(55));
    has = fetch(&value);
    printf(", reads %d %lu\n", has, value);
    return 0;
}

static DWORD WINAPI late(void *p)
{
    DWORD value = 99, own = (DWORD)(ULONG_PTR)p, i, good = 0;

    i = fetch(&value);
    printf("late: has a block %lu, %lu\n", i, value);
    store(own);
    for (i = 0; i < 4; i++) { if (fetch(&value) && value == own) good++; Sleep(0); }
    return good;
}

int main(void)
{
    HANDLE first, second;
    HMODULE dll;
    DWORD value, code;

    loaded = CreateEventA(NULL, TRUE, FALSE, NULL);
    running = CreateEventA(NULL, TRUE, FALSE, NULL);
    first = CreateThread(NULL, 0, early, NULL, 0, NULL);
    WaitForSingleObject(running, INFINITE);
    dll = LoadLibraryA("store.dll");
    store = (BOOL (WINAPI *)(DWORD))GetProcAddress(dll, "StoreValue");
    fetch = (BOOL (WINAPI *)(DWORD *))GetProcAddress(dll, "FetchValue");
    store(1);
    SetEvent(loaded);
    WaitForSingleObject(first, INFINITE);
    second = CreateThread(NULL, 0, late, (void *)77, 0, NULL);
    WaitForSingleObject(second, INFINITE);
    GetExitCodeThread(second, &code);
    printf("late: %lu of 4 right\n", code);
    fetch(&value);
    printf("main: %lu\n", value);
    printf("unload %d\n", FreeLibrary(dll));
    return 0;
}
