/* ultoa.c - the old name of _ultoa. */
#include <stdlib.h>

char *__cdecl ultoa(unsigned long value, char *buffer, int radix)
{
    return _ultoa(value, buffer, radix);
}
