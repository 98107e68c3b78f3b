/*
 * pow.c - powers and logarithms.
 *
 * They are computed with twice the precision of a double: a number is the sum of two doubles, the second of which is at most
 * half a unit in the last place of the first. So the results are nearly always the doubles next to the true values,
 * and whole powers of whole numbers come out whole.
 */
#include "internal.h"
#include "bignum.h"
#include <float.h>
#include <math.h>

typedef struct {
    double high;
    double low;
} DOUBLE2;

static const double LN2_HIGH = 6.93147180369123816490e-01; /* its last 21 bits are zeros: times an exponent it is exact */
static const double LN2_LOW = 1.90821492927058770002e-10;
static const double INVERSE_LN2 = 1.44269504088896338700e+00;

/* a + b, exactly. */
static DOUBLE2 _TwoSum(double a, double b)
{
    DOUBLE2 r;
    double part;

    r.high = a + b;
    part = r.high - a;
    r.low = (a - (r.high - part)) + (b - part);
    return r;
}

/* a * b, exactly: each factor is split into halves whose products are exact. */
static DOUBLE2 _TwoProduct(double a, double b)
{
    DOUBLE2 r;
    double t, ah, al, bh, bl;

    t = 134217729.0 * a; /* 2^27 + 1 */
    ah = t - (t - a);
    al = a - ah;
    t = 134217729.0 * b;
    bh = t - (t - b);
    bl = b - bh;
    r.high = a * b;
    r.low = ((ah * bh - r.high) + ah * bl + al * bh) + al * bl;
    return r;
}

/* The natural logarithm of a positive finite x. */
static DOUBLE2 _Log(double x)
{
    DOUBLE2 numerator, denominator, s, square, sum, product;
    double m, tail, quotient, remainder;
    int k, n;

    m = frexp(x, &k);
    if (m < 0.70710678118654752440) {
        m *= 2.0;
        k--;
    }
    /* log m = 2 (s + s^3/3 + s^5/5 + ...) with s = (m - 1) / (m + 1). */
    numerator.high = m - 1.0;
    denominator = _TwoSum(m, 1.0);
    quotient = numerator.high / denominator.high;
    product = _TwoProduct(quotient, denominator.high);
    remainder = ((numerator.high - product.high) - product.low) - quotient * denominator.low;
    s = _TwoSum(quotient, remainder / denominator.high);
    square = _TwoProduct(s.high, s.high);
    tail = 0.0;
    for (n = 27; n >= 5; n -= 2)
        tail = (tail + 1.0 / n) * square.high;
    /* s * (1 + square/3 + square*tail), the second term with its error. */
    product = _TwoProduct(square.high, 1.0 / 3.0);
    product.low += square.high * 1.8503717077085943e-17 + (square.low + 2.0 * s.high * s.low) / 3.0 + square.high * tail;
    product = _TwoSum(product.high, product.low);
    sum = _TwoProduct(s.high, product.high);
    sum.low += s.high * product.low + s.low * product.high;
    square = _TwoSum(s.high, sum.high);
    square.low += s.low + sum.low;
    s = _TwoSum(square.high * 2.0, square.low * 2.0);
    if (k == 0)
        return s;
    sum = _TwoSum(k * LN2_HIGH, s.high);
    product = _TwoProduct((double)k, LN2_LOW);
    square = _TwoSum(sum.high, product.high);
    return _TwoSum(square.high, square.low + sum.low + product.low + s.low);
}

/* e to the power x.high + x.low, where that is a finite double. */
static double _Exp(DOUBLE2 x)
{
    double n, r, rest, sum;
    DOUBLE2 part, product;
    int i;

    n = rint(x.high * INVERSE_LN2);
    product = _TwoProduct(n, LN2_LOW);
    part = _TwoSum(x.high - n * LN2_HIGH, -product.high);
    part = _TwoSum(part.high, part.low - product.low + x.low);
    r = part.high;
    rest = part.low;
    /* 1 + r + r^2/2 + ... : the terms behind r, smallest first. */
    sum = 0.0;
    for (i = 15; i >= 3; i--)
        sum = (sum + 1.0) * r / i;
    /* sum is now (r/3 + r^2/12 + ...). */
    part = _TwoProduct(r, r);
    sum = part.high * 0.5 * sum + part.low * 0.5 + rest + rest * r;
    part = _TwoSum(r, part.high * 0.5);
    sum += part.low;
    part = _TwoSum(part.high, sum);
    return ldexp(1.0 + part.high + part.low, (int)n);
}

static double _Overflow(double sign)
{
    errno = ERANGE;
    return sign * _HUGE;
}

_CRTIMP double __cdecl exp(double x)
{
    DOUBLE2 argument;

    if (_isnan(x))
        return x;
    if (x > 709.782712893384)
        return _finite(x) ? _Overflow(1.0) : x;
    if (x < -745.1332191019412)
        return 0.0;
    argument.high = x;
    argument.low = 0.0;
    return _Exp(argument);
}

/* What log and kin say of arguments that have no logarithm. TRUE: *result is the answer. */
static int _SpecialLog(double x, double *result)
{
    if (x > 0.0 && _finite(x))
        return FALSE;
    if (_isnan(x) || x > 0.0) {
        *result = x;
    } else if (x == 0.0) {
        errno = ERANGE;
        *result = -_HUGE;
    } else {
        errno = EDOM;
        *result = -(_HUGE - _HUGE);
    }
    return TRUE;
}

_CRTIMP double __cdecl log(double x)
{
    double special;
    DOUBLE2 result;

    if (_SpecialLog(x, &special))
        return special;
    result = _Log(x);
    return result.high + result.low;
}

/* log x times a constant with twice the precision. */
static double _LogTimes(double x, double high, double low)
{
    double special;
    DOUBLE2 logarithm, product;

    if (_SpecialLog(x, &special))
        return special;
    logarithm = _Log(x);
    product = _TwoProduct(logarithm.high, high);
    return product.high + (product.low + logarithm.high * low + logarithm.low * high);
}

_CRTIMP double __cdecl log10(double x)
{
    return _LogTimes(x, 4.34294481903251816668e-01, 1.09831965021676508e-17);
}

_CRTIMP double __cdecl log2(double x)
{
    return _LogTimes(x, 1.44269504088896338700e+00, 2.03552737409310331e-17);
}

_CRTIMP double __cdecl log1p(double x)
{
    double sum = 1.0 + x;

    if (sum == 1.0)
        return x;
    return log(sum) * x / (sum - 1.0);
}

_CRTIMP double __cdecl exp2(double x)
{
    return pow(2.0, x);
}

_CRTIMP double __cdecl expm1(double x)
{
    double e;

    if (fabs(x) > 0.5)
        return exp(x) - 1.0;
    e = exp(x);
    if (e == 1.0)
        return x;
    if (e - 1.0 == -1.0)
        return -1.0;
    return (e - 1.0) * x / log(e);
}

/* 0: not whole, 1: odd, 2: even. */
static int _Whole(double y)
{
    double half;

    if (fabs(y) >= 9007199254740992.0)
        return 2;
    if (trunc(y) != y)
        return 0;
    half = y * 0.5;
    return trunc(half) == half ? 2 : 1;
}

/* Powers with an argument 0, infinite or not a number. */
static double _SpecialPower(double x, double y, int whole)
{
    double ax = fabs(x);
    double sign = whole == 1 && _copysign(1.0, x) < 0 ? -1.0 : 1.0;

    if (_isnan(x) || _isnan(y))
        return x + y;
    if (!_finite(y)) {
        if (ax == 1.0)
            return 1.0;
        return (ax > 1.0) == (y > 0.0) ? _HUGE : 0.0;
    }
    if (ax == 0.0) {
        if (y < 0.0) {
            errno = ERANGE;
            return sign * _HUGE;
        }
        return sign * 0.0;
    }
    return y > 0.0 ? sign * _HUGE : sign * 0.0;
}

_CRTIMP double __cdecl pow(double x, double y)
{
    int whole;
    double sign = 1.0;
    DOUBLE2 logarithm, product;

    if (y == 0.0 || x == 1.0)
        return 1.0;
    whole = _isnan(y) ? 0 : _Whole(y);
    if (x == 0.0 || !_finite(x) || !_finite(y))
        return _SpecialPower(x, y, whole);
    if (x < 0.0) {
        if (whole == 0) {
            errno = EDOM;
            return -(_HUGE - _HUGE);
        }
        x = -x;
        if (whole == 1)
            sign = -1.0;
    }
    logarithm = _Log(x);
    product = _TwoProduct(logarithm.high, y);
    if (product.high > 709.79)
        return _Overflow(sign);
    if (product.high < -745.14)
        return sign * 0.0;
    product.low += logarithm.low * y;
    product = _TwoSum(product.high, product.low);
    return sign * _Exp(product);
}

_CRTIMP double __cdecl cbrt(double x)
{
    double root;

    if (x == 0.0 || !_finite(x))
        return x;
    root = pow(fabs(x), 1.0 / 3.0);
    /* One step of Newton's takes the error of 1/3 away. */
    root = root - (root * root * root - fabs(x)) / (3.0 * root * root);
    return _copysign(root, x);
}

_CRTIMP double __cdecl _hypot(double x, double y)
{
    double large, small, ratio;

    x = fabs(x);
    y = fabs(y);
    if (!_finite(x) || !_finite(y))
        return _finite(x) || _isnan(x) ? (_isnan(y) && _finite(x) ? y : y + x) : x;
    large = x > y ? x : y;
    small = x > y ? y : x;
    if (large == 0.0 || large + small == large)
        return large;
    if (large < 1e150 && small > 1e-150)
        return sqrt(x * x + y * y);
    ratio = small / large;
    return large * sqrt(1.0 + ratio * ratio);
}

_CRTIMP double __cdecl _cabs(struct _complex z)
{
    return _hypot(z.x, z.y);
}

_CRTIMP double __cdecl sinh(double x)
{
    double e;

    if (fabs(x) < 0.5) {
        e = expm1(fabs(x));
        return _copysign((e + e / (e + 1.0)) * 0.5, x);
    }
    if (fabs(x) > 709.0)
        return _copysign(exp(fabs(x) * 0.5) * 0.5 * exp(fabs(x) * 0.5), x);
    e = exp(fabs(x));
    return _copysign((e - 1.0 / e) * 0.5, x);
}

_CRTIMP double __cdecl cosh(double x)
{
    double e;

    if (fabs(x) > 709.0)
        return exp(fabs(x) * 0.5) * 0.5 * exp(fabs(x) * 0.5);
    e = exp(fabs(x));
    return (e + 1.0 / e) * 0.5;
}

_CRTIMP double __cdecl tanh(double x)
{
    double e;

    if (fabs(x) > 22.0)
        return _copysign(1.0, x);
    e = expm1(2.0 * fabs(x));
    return _copysign(e / (e + 2.0), x);
}

_CRTIMP double __cdecl asin(double x)
{
    if (x < -1.0 || x > 1.0) {
        errno = EDOM;
        return -(_HUGE - _HUGE);
    }
    return atan2(x, sqrt((1.0 - x) * (1.0 + x)));
}

_CRTIMP double __cdecl acos(double x)
{
    if (x < -1.0 || x > 1.0) {
        errno = EDOM;
        return -(_HUGE - _HUGE);
    }
    return atan2(sqrt((1.0 - x) * (1.0 + x)), x);
}
