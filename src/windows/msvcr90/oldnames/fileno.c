/* fileno.c - the old name of _fileno. */
#include <stdio.h>

int __cdecl fileno(FILE *stream)
{
    return _fileno(stream);
}
