/* gcvt.c - the old name of _gcvt. */
#include <stdlib.h>

char *__cdecl gcvt(double value, int digits, char *buffer)
{
    return _gcvt(value, digits, buffer);
}
