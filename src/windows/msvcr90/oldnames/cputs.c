/* cputs.c - the old name of _cputs. */
#include <conio.h>

int __cdecl cputs(const char *string)
{
    return _cputs(string);
}
