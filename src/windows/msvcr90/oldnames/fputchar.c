/* fputchar.c - the old name of _fputchar. */
#include <stdio.h>

int __cdecl fputchar(int c)
{
    return _fputchar(c);
}
