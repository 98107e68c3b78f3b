/* Cache.c: one buffer for all. */
#include <windows.h>
#include <stdio.h>

__declspec(dllexport) const char *Label(int number)
{
    static char buffer[32];

    sprintf(buffer, "label %d", number);
    return buffer;
}
