/* swab.c - the old name of _swab. */
#include <stdlib.h>

void __cdecl swab(char *source, char *destination, int count)
{
    _swab(source, destination, count);
}
