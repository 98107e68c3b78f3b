/* read.c - the old name of _read. */
#include <io.h>

int __cdecl read(int file, void *buffer, unsigned int count)
{
    return _read(file, buffer, count);
}
