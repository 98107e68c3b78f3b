/* getpid.c - the old name of _getpid. */
#include <process.h>

int __cdecl getpid(void)
{
    return _getpid();
}
