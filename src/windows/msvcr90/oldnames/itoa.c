/* itoa.c - the old name of _itoa. */
#include <stdlib.h>

char *__cdecl itoa(int value, char *buffer, int radix)
{
    return _itoa(value, buffer, radix);
}
