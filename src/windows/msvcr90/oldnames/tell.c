/* tell.c - the old name of _tell. */
#include <io.h>

long __cdecl tell(int file)
{
    return _tell(file);
}
