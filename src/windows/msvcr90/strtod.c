/*
 * strtod.c - from decimal digits to the nearest double.
 *
 * Up to 15 digits and powers of ten up to 10^22 are exact in doubles, so one multiplication or division rounds right. Else
 * a first guess is made with doubles, and then compared exactly, as whole numbers, with the points halfway to its
 * neighbours until it is the nearest.
 */
#include "internal.h"
#include "bignum.h"
#include <ctype.h>
#include <math.h>

static const double small_powers[23] = { 1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17,
    1e18, 1e19, 1e20, 1e21, 1e22 };
static const double big_powers[5] = { 1e16, 1e32, 1e64, 1e128, 1e256 };

#define MAX_FINITE 0x7FEFFFFFFFFFFFFFULL

/* digits * 10^exponent, a few units in the last place wrong. The bits of a finite positive double. */
static unsigned __int64 _Guess(const char *digits, int count, int exponent)
{
    DOUBLE_BITS guess;
    double value = 0.0;
    int i, used = count < 18 ? count : 18;
    int scale = exponent + count - used;

    for (i = 0; i < used; i++)
        value = value * 10.0 + (digits[i] - '0');
    while (scale > 0 && scale + used > 310)
        return MAX_FINITE;
    if (scale > 0) {
        value *= small_powers[scale & 15];
        for (i = 0, scale >>= 4; scale != 0; scale >>= 1, i++) {
            if (scale & 1)
                value *= big_powers[i];
        }
    } else if (scale < 0) {
        scale = -scale;
        /* Beyond 10^-256 in steps, so that the divisor stays finite. */
        while (scale >= 256) {
            value /= big_powers[4];
            scale -= 256;
        }
        value /= small_powers[scale & 15];
        for (i = 0, scale >>= 4; scale != 0; scale >>= 1, i++) {
            if (scale & 1)
                value /= big_powers[i];
        }
    }
    guess.value = value;
    return guess.bits > MAX_FINITE ? MAX_FINITE : guess.bits;
}

/* Compares digits * 10^exponent with the point halfway between the double with these bits and the next one. */
static int _CompareHalfway(const char *digits, int count, int exponent, unsigned __int64 bits)
{
    BIGNUM left, right;
    unsigned __int64 m = bits & 0xFFFFFFFFFFFFFULL;
    int e = (int)(bits >> 52);
    int i, shift;

    if (e == 0)
        e = 1;
    else
        m |= 0x10000000000000ULL;
    m = 2 * m + 1;
    e -= 1076;
    left.count = 0;
    for (i = 0; i < count; i++) {
        unsigned long chunk = 0, factor = 1;

        while (i < count && factor < 100000000UL) {
            chunk = chunk * 10 + (digits[i++] - '0');
            factor *= 10;
        }
        i--;
        __bignum_multiply(&left, factor, chunk);
    }
    __bignum_set(&right, m);
    if (exponent >= 0)
        __bignum_times_power5(&left, exponent);
    else
        __bignum_times_power5(&right, -exponent);
    shift = exponent - e;
    if (shift >= 0)
        __bignum_times_power2(&left, shift);
    else
        __bignum_times_power2(&right, -shift);
    return __bignum_compare(&left, &right);
}

/* digits (no leading zeros, at most _STRFLT_DIGITS) * 10^exponent, rightly rounded. *overflow: 1 too large, -1 too small. */
double __cdecl _decimal_to_double(const char *digits, int count, int exponent, int *overflow)
{
    DOUBLE_BITS d;

    *overflow = 0;
    while (count > 0 && digits[count - 1] == '0') {
        count--;
        exponent++;
    }
    if (count == 0)
        return 0.0;
    if (count + exponent > 310) {
        *overflow = 1;
        return _HUGE;
    }
    if (count + exponent < -330) {
        *overflow = -1;
        return 0.0;
    }
    if (count <= 15 && exponent >= -22 && exponent <= 22) {
        double value = 0.0;
        int i;

        for (i = 0; i < count; i++)
            value = value * 10.0 + (digits[i] - '0');
        return exponent < 0 ? value / small_powers[-exponent] : value * small_powers[exponent];
    }
    d.bits = _Guess(digits, count, exponent);
    for (;;) {
        int order = _CompareHalfway(digits, count, exponent, d.bits);

        if (order > 0 || (order == 0 && (d.bits & 1))) {
            d.bits++;
            if (d.bits > MAX_FINITE) {
                *overflow = 1;
                return _HUGE;
            }
            if (order == 0)
                break;
            continue;
        }
        if (d.bits == 0 || order == 0)
            break;
        order = _CompareHalfway(digits, count, exponent, d.bits - 1);
        if (order > 0)
            break;
        if (order == 0) {
            if (d.bits & 1)
                d.bits--;
            break;
        }
        d.bits--;
    }
    if (d.bits == 0)
        *overflow = -1;
    return d.value;
}

/* Reads [sign] digits [. digits] [e [sign] digits]. *end is string if that is not there. */
double __cdecl __strgtod(const char *string, const char **end, int *range)
{
    char digits[_STRFLT_DIGITS];
    const char *p = string;
    const char *mark;
    int negative = 0, count = 0, exponent = 0, any = 0, sticky = 0;
    double value;

    *range = 0;
    *end = string;
    if (*p == '-' || *p == '+')
        negative = *p++ == '-';
    while (*p >= '0' && *p <= '9') {
        any = 1;
        if (count < _STRFLT_DIGITS - 1) {
            if (count > 0 || *p != '0')
                digits[count++] = *p;
        } else {
            sticky |= *p != '0';
            exponent++;
        }
        p++;
    }
    if (*p == '.') {
        p++;
        while (*p >= '0' && *p <= '9') {
            any = 1;
            if (count < _STRFLT_DIGITS - 1) {
                if (count > 0 || *p != '0')
                    digits[count++] = *p;
                exponent--;
            } else {
                sticky |= *p != '0';
            }
            p++;
        }
    }
    if (!any)
        return 0.0;
    if (sticky)
        digits[count - 1] = digits[count - 1] == '0' ? '1' : digits[count - 1];
    *end = p;
    mark = p;
    if (*p == 'e' || *p == 'E' || *p == 'd' || *p == 'D') {
        int sign = 0, number = 0;

        p++;
        if (*p == '-' || *p == '+')
            sign = *p++ == '-';
        if (*p >= '0' && *p <= '9') {
            while (*p >= '0' && *p <= '9') {
                if (number < 100000)
                    number = number * 10 + (*p - '0');
                p++;
            }
            exponent += sign ? -number : number;
            *end = p;
        } else {
            *end = mark;
        }
    }
    value = count == 0 ? 0.0 : _decimal_to_double(digits, count, exponent, range);
    return negative ? -value : value;
}

_CRTIMP double __cdecl strtod(const char *string, char **endptr)
{
    const char *p = string;
    const char *end;
    int range;
    double value;

    _VALIDATE_RETURN(string != NULL, EINVAL, 0.0);
    while (isspace((unsigned char)*p))
        p++;
    value = __strgtod(p, &end, &range);
    if (endptr != NULL)
        *endptr = (char *)(end == p ? string : end);
    if (range != 0)
        errno = ERANGE;
    return value;
}

_CRTIMP float __cdecl strtof(const char *string, char **endptr)
{
    return (float)strtod(string, endptr);
}

_CRTIMP double __cdecl atof(const char *string)
{
    return strtod(string, NULL);
}

/* The longest piece that can be part of a number, made narrow. */
_CRTIMP double __cdecl wcstod(const wchar_t *string, wchar_t **endptr)
{
    char narrow[_STRFLT_DIGITS];
    const wchar_t *p = string;
    char *end;
    int i;
    double value;

    _VALIDATE_RETURN(string != NULL, EINVAL, 0.0);
    while (iswspace(*p))
        p++;
    for (i = 0; i < _STRFLT_DIGITS - 1 && p[i] != 0 && p[i] < 128; i++)
        narrow[i] = (char)p[i];
    narrow[i] = '\0';
    value = strtod(narrow, &end);
    if (endptr != NULL)
        *endptr = (wchar_t *)(end == narrow ? string : p + (end - narrow));
    return value;
}

_CRTIMP double __cdecl _wtof(const wchar_t *string)
{
    return wcstod(string, NULL);
}
