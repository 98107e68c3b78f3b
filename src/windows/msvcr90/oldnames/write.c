/* write.c - the old name of _write. */
#include <io.h>

int __cdecl write(int file, const void *buffer, unsigned int count)
{
    return _write(file, buffer, count);
}
