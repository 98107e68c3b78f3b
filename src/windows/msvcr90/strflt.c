/*
 * strflt.c - from a double to decimal digits, exactly: every finite double has a finite decimal expansion, and it is
 * computed whole. Only then it is rounded; a tie goes away from zero, as Windows does it.
 */
#include "internal.h"
#include "bignum.h"

/* All digits of m * 2^e into digits; *decpt: where the point is (0.d1d2... * 10^decpt). Gives their number. */
static int _Expand(unsigned __int64 m, int e, char *digits, int *decpt)
{
    BIGNUM number;
    int count;

    __bignum_set(&number, m);
    if (e >= 0) {
        __bignum_times_power2(&number, e);
        count = __bignum_digits(&number, digits);
        *decpt = count;
    } else {
        /* m / 2^k = m * 5^k / 10^k. Factors of two first: they shorten the work. */
        while (e < 0 && (m & 1) == 0) {
            m >>= 1;
            e++;
        }
        __bignum_set(&number, m);
        __bignum_times_power5(&number, -e);
        count = __bignum_digits(&number, digits);
        *decpt = count + e;
    }
    return count;
}

/* Cuts to wanted digits; a 1 carried out in front moves the point. */
static int _Round(char *digits, int count, int wanted, int *decpt)
{
    int i;

    if (wanted >= count)
        return count;
    if (wanted < 0)
        return 0;
    if (digits[wanted] < '5')
        return wanted;
    for (i = wanted - 1; i >= 0; i--) {
        if (digits[i] != '9') {
            digits[i]++;
            return wanted;
        }
        digits[i] = '0';
    }
    /* 0.999 became 1.000; with no digit wanted 0.5 became 1. */
    digits[0] = '1';
    (*decpt)++;
    if (wanted > 0)
        memset(digits + 1, '0', wanted - 1);
    return wanted == 0 ? 1 : wanted;
}

/*
 * Digits of a finite value. With afterPoint, ndigits counts digits behind the point, otherwise significant digits. The
 * buffer (result->mantissa) has _STRFLT_DIGITS places; behind the digits stands '\0', and there may be fewer digits
 * than wanted: the rest are zeros.
 */
void __cdecl _fltout(double value, int ndigits, int afterPoint, _STRFLT *result)
{
    DOUBLE_BITS d;
    unsigned __int64 m;
    int e, count, wanted;

    d.value = value;
    result->sign = (int)(d.half.high >> 31);
    m = d.bits & 0xFFFFFFFFFFFFFULL;
    e = DOUBLE_EXPONENT(d.half.high);
    if (e == 0)
        e = 1;
    else
        m |= 0x10000000000000ULL;
    if (m == 0) {
        result->mantissa[0] = '\0';
        result->decpt = 0;
        return;
    }
    count = _Expand(m, e - 1075, result->mantissa, &result->decpt);
    wanted = afterPoint ? result->decpt + ndigits : ndigits;
    count = _Round(result->mantissa, count, wanted, &result->decpt);
    result->mantissa[count] = '\0';
    if (count == 0)
        result->decpt = 0;
}
