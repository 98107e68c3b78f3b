/*
 * A DLL with __declspec(thread) variables comes
 * by LoadLibrary, when two threads exist already.
 * Windows 7 gives it an index and makes a block
 * for each of them.
 *
 * Watch TEB+2C of both threads while LoadLibrary
 * runs: both get a longer array, exchanged by the
 * kernel.
 */
#include <windows.h>
#include <stdio.h>

typedef int (*GET)(void);
typedef void (*SET)(int);

__declspec(thread) int exeValue = 0x11;
GET get;
HANDLE started, loaded;

DWORD WINAPI oldThread(LPVOID unused)
{
    SetEvent(started);
    WaitForSingleObject(loaded, INFINITE);
    printf("old thread: exeValue %x, the DLL's value %x\n", exeValue, get());
    return 0;
}

int main(void)
{
    HANDLE thread;
    HMODULE plugin;
    SET set;

    started = CreateEvent(NULL, FALSE, FALSE, NULL);
    loaded = CreateEvent(NULL, FALSE, FALSE, NULL);
    thread = CreateThread(NULL, 0, oldThread, NULL, 0, NULL);
    WaitForSingleObject(started, INFINITE);

    plugin = LoadLibrary(TEXT("Plugin.dll"));
    get = (GET)GetProcAddress(plugin, "get");
    set = (SET)GetProcAddress(plugin, "set");
    set(0x99);
    printf("main:       exeValue %x, the DLL's value %x\n", exeValue, get());

    SetEvent(loaded);
    WaitForSingleObject(thread, INFINITE);
    return 0;
}
