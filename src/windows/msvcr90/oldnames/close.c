/* close.c - the old name of _close. */
#include <io.h>

int __cdecl close(int file)
{
    return _close(file);
}
