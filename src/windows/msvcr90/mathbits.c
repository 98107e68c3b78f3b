/* mathbits.c - mathematics that only looks at the bits of a double. */
#include "internal.h"
#include "bignum.h"
#include <float.h>
#include <math.h>


_CRTIMP double _HUGE = 1e300 * 1e300;

_CRTIMP double __cdecl fabs(double x)
{
    DOUBLE_BITS d;

    d.value = x;
    d.half.high &= 0x7FFFFFFF;
    return d.value;
}

_CRTIMP double __cdecl _copysign(double x, double y)
{
    DOUBLE_BITS d, s;

    d.value = x;
    s.value = y;
    d.half.high = (d.half.high & 0x7FFFFFFF) | (s.half.high & 0x80000000);
    return d.value;
}

_CRTIMP double __cdecl _chgsign(double x)
{
    DOUBLE_BITS d;

    d.value = x;
    d.half.high ^= 0x80000000;
    return d.value;
}

_CRTIMP int __cdecl _finite(double x)
{
    DOUBLE_BITS d;

    d.value = x;
    return DOUBLE_EXPONENT(d.half.high) != 0x7ff;
}

_CRTIMP int __cdecl _isnan(double x)
{
    DOUBLE_BITS d;

    d.value = x;
    return DOUBLE_EXPONENT(d.half.high) == 0x7ff && (d.bits & 0xFFFFFFFFFFFFFULL) != 0;
}

_CRTIMP int __cdecl _fpclass(double x)
{
    DOUBLE_BITS d;
    int negative;

    d.value = x;
    negative = (int)(d.half.high >> 31);
    if (DOUBLE_EXPONENT(d.half.high) == 0x7ff) {
        if ((d.bits & 0xFFFFFFFFFFFFFULL) == 0)
            return negative ? _FPCLASS_NINF : _FPCLASS_PINF;
        return d.half.high & 0x80000 ? _FPCLASS_QNAN : _FPCLASS_SNAN;
    }
    if (DOUBLE_EXPONENT(d.half.high) == 0) {
        if ((d.bits & 0xFFFFFFFFFFFFFULL) == 0)
            return negative ? _FPCLASS_NZ : _FPCLASS_PZ;
        return negative ? _FPCLASS_ND : _FPCLASS_PD;
    }
    return negative ? _FPCLASS_NN : _FPCLASS_PN;
}

/* x = result * 2^*exponent, result from 0.5 to below 1. */
_CRTIMP double __cdecl frexp(double x, int *exponent)
{
    DOUBLE_BITS d;
    int e, extra = 0;

    d.value = x;
    e = DOUBLE_EXPONENT(d.half.high);
    *exponent = 0;
    if (x == 0.0 || e == 0x7ff)
        return x;
    if (e == 0) {
        d.value = x * 18014398509481984.0; /* 2^54 */
        extra = 54;
        e = DOUBLE_EXPONENT(d.half.high);
    }
    *exponent = e - 1022 - extra;
    d.half.high = (d.half.high & 0x800FFFFF) | 0x3FE00000;
    return d.value;
}

/* 2^exponent for exponents of normal doubles. */
static double _Power2(int exponent)
{
    DOUBLE_BITS d;

    d.half.low = 0;
    d.half.high = (unsigned long)(exponent + 1023) << 20;
    return d.value;
}

_CRTIMP double __cdecl ldexp(double x, int exponent)
{
    if (x == 0.0 || !_finite(x))
        return x;
    if (exponent > 2200)
        exponent = 2200;
    if (exponent < -2200)
        exponent = -2200;
    while (exponent > 1000) {
        x *= _Power2(1000);
        exponent -= 1000;
    }
    if (exponent < -1000) {
        /* Rounded once only: all but the last step must stay exact. */
        int e;

        x = frexp(x, &e);
        exponent += e;
        if (exponent < -1021) {
            if (exponent < -1100)
                return x < 0 ? -0.0 : 0.0;
            x *= _Power2(-1000);
            exponent += 1000;
        }
    }
    x *= _Power2(exponent);
    if (!_finite(x))
        errno = ERANGE;
    return x;
}

_CRTIMP double __cdecl _scalb(double x, long exponent)
{
    return ldexp(x, (int)exponent);
}

_CRTIMP double __cdecl _logb(double x)
{
    int e;

    if (x == 0.0)
        return -_HUGE;
    frexp(x, &e);
    return (double)(e - 1);
}

_CRTIMP double __cdecl _nextafter(double x, double y)
{
    DOUBLE_BITS d;

    if (_isnan(x) || _isnan(y))
        return x + y;
    if (x == y)
        return y;
    d.value = x;
    if (x == 0.0) {
        d.bits = 1;
        return y < 0 ? -d.value : d.value;
    }
    if ((x < y) == (x > 0))
        d.bits++;
    else
        d.bits--;
    return d.value;
}

_CRTIMP double __cdecl modf(double x, double *integer)
{
    double whole = trunc(x);

    *integer = whole;
    if (!_finite(x))
        return _isnan(x) ? x : _copysign(0.0, x);
    return _copysign(x - whole, x);
}

_CRTIMP double __cdecl round(double x)
{
    double whole = trunc(fabs(x));

    if (!_finite(x))
        return x;
    if (fabs(x) - whole >= 0.5)
        whole += 1.0;
    return _copysign(whole, x);
}

_CRTIMP long __cdecl lround(double x)
{
    return (long)round(x);
}

_CRTIMP double __cdecl fmax(double x, double y)
{
    return _isnan(x) || y > x ? y : x;
}

_CRTIMP double __cdecl fmin(double x, double y)
{
    return _isnan(x) || y < x ? y : x;
}
