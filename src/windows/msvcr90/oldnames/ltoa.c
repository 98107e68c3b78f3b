/* ltoa.c - the old name of _ltoa. */
#include <stdlib.h>

char *__cdecl ltoa(long value, char *buffer, int radix)
{
    return _ltoa(value, buffer, radix);
}
