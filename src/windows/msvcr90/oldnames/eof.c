/* eof.c - the old name of _eof. */
#include <io.h>

int __cdecl eof(int file)
{
    return _eof(file);
}
