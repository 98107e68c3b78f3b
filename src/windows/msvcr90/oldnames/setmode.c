/* setmode.c - the old name of _setmode. */
#include <io.h>

int __cdecl setmode(int file, int mode)
{
    return _setmode(file, mode);
}
