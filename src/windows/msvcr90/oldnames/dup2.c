/* dup2.c - the old name of _dup2. */
#include <io.h>

int __cdecl dup2(int source, int destination)
{
    return _dup2(source, destination);
}
