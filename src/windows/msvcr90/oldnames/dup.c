/* dup.c - the old name of _dup. */
#include <io.h>

int __cdecl dup(int file)
{
    return _dup(file);
}
