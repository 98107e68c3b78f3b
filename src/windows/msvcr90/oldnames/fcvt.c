/* fcvt.c - the old name of _fcvt. */
#include <stdlib.h>

char *__cdecl fcvt(double value, int count, int *decimal, int *sign)
{
    return _fcvt(value, count, decimal, sign);
}
