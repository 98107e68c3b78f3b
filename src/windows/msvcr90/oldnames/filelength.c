/* filelength.c - the old name of _filelength. */
#include <io.h>

long __cdecl filelength(int file)
{
    return _filelength(file);
}
