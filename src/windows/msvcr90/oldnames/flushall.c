/* flushall.c - the old name of _flushall. */
#include <stdio.h>

int __cdecl flushall(void)
{
    return _flushall();
}
