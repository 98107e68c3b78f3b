/* fdopen.c - the old name of _fdopen. */
#include <stdio.h>

FILE *__cdecl fdopen(int file, const char *mode)
{
    return _fdopen(file, mode);
}
