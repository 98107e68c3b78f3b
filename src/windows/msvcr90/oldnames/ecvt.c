/* ecvt.c - the old name of _ecvt. */
#include <stdlib.h>

char *__cdecl ecvt(double value, int count, int *decimal, int *sign)
{
    return _ecvt(value, count, decimal, sign);
}
