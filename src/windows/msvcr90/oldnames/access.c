/* access.c - the old name of _access. */
#include <io.h>

int __cdecl access(const char *name, int mode)
{
    return _access(name, mode);
}
