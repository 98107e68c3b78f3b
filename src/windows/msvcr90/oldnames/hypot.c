/* hypot.c - the old name of _hypot. */
#include <math.h>

double __cdecl hypot(double x, double y)
{
    return _hypot(x, y);
}
