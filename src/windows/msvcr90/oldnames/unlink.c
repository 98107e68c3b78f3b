/* unlink.c - the old name of _unlink. */
#include <io.h>

int __cdecl unlink(const char *name)
{
    return _unlink(name);
}
