/* creat.c - the old name of _creat. */
#include <io.h>

int __cdecl creat(const char *name, int permission)
{
    return _creat(name, permission);
}
