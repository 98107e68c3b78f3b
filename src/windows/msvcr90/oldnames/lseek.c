/* lseek.c - the old name of _lseek. */
#include <io.h>

long __cdecl lseek(int file, long offset, int origin)
{
    return _lseek(file, offset, origin);
}
