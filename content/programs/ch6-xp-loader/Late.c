/*
 * The same plug-in on Windows XP. Its loader did
 * not assign an index to a DLL that came by
 * LoadLibrary: _tls_index stayed 0, and 0 is the
 * EXE's. We run on Windows 7, so the program
 * takes back what the newer loader has written.
 *
 * Watch the EXE's variable while the DLL stores
 * into its own.
 */
#include <windows.h>
#include <stdio.h>

__declspec(thread) int exeValue = 0x11;

int main(void)
{
    HMODULE plugin = LoadLibrary(TEXT("Plugin.dll"));
    int (*get)(void) = (int (*)(void))GetProcAddress(plugin, "get");
    void (*set)(int) = (void (*)(int))GetProcAddress(plugin, "set");
    void (*asOnWindowsXp)(void) = (void (*)(void))GetProcAddress(plugin, "asOnWindowsXp");

    printf("Windows 7:  exeValue %x, the DLL's value %x\n", exeValue, get());
    asOnWindowsXp();
    printf("Windows XP: exeValue %x, the DLL's value %x\n", exeValue, get());
    set(0x99);
    printf("Windows XP: exeValue %x after the DLL has stored 99\n", exeValue);
    return 0;
}
