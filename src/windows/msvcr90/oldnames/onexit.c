/* onexit.c - the old name of _onexit. */
#include <stdlib.h>

_onexit_t __cdecl onexit(_onexit_t function)
{
    return _onexit(function);
}
