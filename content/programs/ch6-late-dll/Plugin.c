/*
 * A plug-in with a variable for each thread.
 * _tls_index is the library's own name for the
 * module's index.
 */
#include <windows.h>

__declspec(thread) int pluginValue = 0x42;

__declspec(dllexport) int get(void)
{
    return pluginValue;
}

__declspec(dllexport) void set(int value)
{
    pluginValue = value;
}

extern ULONG _tls_index;

/* What Windows XP leaves behind: it never wrote the index of a DLL that came late, so that it stayed 0. */
__declspec(dllexport) void asOnWindowsXp(void)
{
    _tls_index = 0;
}
