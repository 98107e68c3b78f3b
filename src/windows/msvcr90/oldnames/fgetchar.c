/* fgetchar.c - the old name of _fgetchar. */
#include <stdio.h>

int __cdecl fgetchar(void)
{
    return _fgetchar();
}
