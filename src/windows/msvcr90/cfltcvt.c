/* cfltcvt.c - a double as printf's %e, %f, %g and %a show it. The sign is the caller's business: values come without. */
#include "internal.h"
#include "bignum.h"

static unsigned int _output_format = 0;

_CRTIMP unsigned int __cdecl _set_output_format(unsigned int format)
{
    unsigned int old = _output_format;

    _output_format = format & _TWO_DIGIT_EXPONENT;
    return old;
}

_CRTIMP unsigned int __cdecl _get_output_format(void)
{
    return _output_format;
}

/* "e+000": three digits, or two if the program asked for that and they suffice. */
static char *_PutExponent(char *p, int exponent, char letter)
{
    *p++ = letter;
    *p++ = exponent < 0 ? '-' : '+';
    if (exponent < 0)
        exponent = -exponent;
    if (exponent >= 100 || !(_output_format & _TWO_DIGIT_EXPONENT))
        *p++ = (char)('0' + exponent / 100);
    *p++ = (char)('0' + exponent / 10 % 10);
    *p++ = (char)('0' + exponent % 10);
    return p;
}

/* The digit at a place, '0' behind the last. */
static char _Digit(const char *digits, int count, int index)
{
    return index >= 0 && index < count ? digits[index] : '0';
}

static char *_PutE(char *p, double value, int precision, int alternate, int capitals)
{
    char digits[_STRFLT_DIGITS];
    _STRFLT flt;
    int i, count;

    flt.mantissa = digits;
    _fltout(value, precision + 1, FALSE, &flt);
    count = (int)strlen(digits);
    *p++ = _Digit(digits, count, 0);
    if (precision > 0 || alternate)
        *p++ = '.';
    for (i = 1; i <= precision; i++)
        *p++ = _Digit(digits, count, i);
    return _PutExponent(p, count == 0 ? 0 : flt.decpt - 1, (char)(capitals ? 'E' : 'e'));
}

static char *_PutF(char *p, double value, int precision, int alternate)
{
    char digits[_STRFLT_DIGITS];
    _STRFLT flt;
    int i, count;

    flt.mantissa = digits;
    _fltout(value, precision, TRUE, &flt);
    count = (int)strlen(digits);
    if (flt.decpt <= 0)
        *p++ = '0';
    for (i = 0; i < flt.decpt; i++)
        *p++ = _Digit(digits, count, i);
    if (precision > 0 || alternate)
        *p++ = '.';
    for (i = 0; i < precision; i++)
        *p++ = _Digit(digits, count, flt.decpt + i);
    return p;
}

/* %g: as %e if the exponent is below -4 or not below the precision, as %f otherwise; zeros at the end go. */
static char *_PutG(char *p, double value, int precision, int alternate, int capitals)
{
    char digits[_STRFLT_DIGITS];
    _STRFLT flt;
    int i, count, shown, exponent;

    if (precision == 0)
        precision = 1;
    flt.mantissa = digits;
    _fltout(value, precision, FALSE, &flt);
    count = (int)strlen(digits);
    exponent = count == 0 ? 0 : flt.decpt - 1;
    shown = precision;
    if (!alternate) {
        shown = count;
        while (shown > 1 && digits[shown - 1] == '0')
            shown--;
        if (shown == 0)
            shown = 1;
    }
    if (exponent < -4 || exponent >= precision) {
        *p++ = _Digit(digits, count, 0);
        if (shown > 1 || alternate)
            *p++ = '.';
        for (i = 1; i < shown; i++)
            *p++ = _Digit(digits, count, i);
        return _PutExponent(p, exponent, (char)(capitals ? 'E' : 'e'));
    }
    if (exponent < 0)
        *p++ = '0';
    for (i = 0; i <= exponent; i++)
        *p++ = _Digit(digits, count, i);
    if (shown > exponent + 1 || alternate)
        *p++ = '.';
    for (i = exponent + 1; i < shown; i++)
        *p++ = i < 0 ? '0' : _Digit(digits, count, i);
    return p;
}

/* %a: 0x1.8p+1. Precision -1: all 13 digits, as Visual C++ 2008 shows them. */
static char *_PutA(char *p, double value, int precision, int alternate, int capitals)
{
    const char *hex = capitals ? "0123456789ABCDEF" : "0123456789abcdef";
    DOUBLE_BITS d;
    unsigned __int64 m;
    int e, i;
    char reverse[8];

    d.value = value;
    m = d.bits & 0xFFFFFFFFFFFFFULL;
    e = DOUBLE_EXPONENT(d.half.high);
    if (e != 0)
        m |= 0x10000000000000ULL;
    else
        e = 1;
    e = m == 0 ? 0 : e - 1023;
    if (precision < 0)
        precision = 13;
    if (precision < 13) {
        int drop = 4 * (13 - precision);

        m = (m + ((unsigned __int64)1 << (drop - 1))) >> drop << drop;
    }
    *p++ = '0';
    *p++ = (char)(capitals ? 'X' : 'x');
    *p++ = hex[(int)(m >> 52) & 15];
    if (precision > 0 || alternate)
        *p++ = '.';
    for (i = 0; i < precision; i++)
        *p++ = i < 13 ? hex[(int)(m >> (48 - 4 * i)) & 15] : '0';
    *p++ = (char)(capitals ? 'P' : 'p');
    *p++ = (char)(e < 0 ? '-' : '+');
    if (e < 0)
        e = -e;
    i = 0;
    do {
        reverse[i++] = (char)('0' + e % 10);
        e /= 10;
    } while (e != 0);
    while (i > 0)
        *p++ = reverse[--i];
    return p;
}

/* Infinity and not-a-number look like digits that have been rounded: "1.#INF00", "-1.#IND00". */
static char *_PutSpecial(char *p, double value, int format, int precision, int alternate, int capitals)
{
    DOUBLE_BITS d;
    const char *name;
    int i, length;

    d.value = value;
    if ((d.bits & 0xFFFFFFFFFFFFFULL) == 0)
        name = "#INF";
    else if (d.half.high == 0xFFF80000 && d.half.low == 0)
        name = "#IND";
    else
        name = d.half.high & 0x80000 ? "#QNAN" : "#SNAN";
    if (precision < 0)
        precision = 6;
    *p++ = '1';
    length = (int)strlen(name);
    if (format == 'g') {
        *p++ = '.';
        memcpy(p, name, length);
        return p + length;
    }
    if (precision > 0 || alternate)
        *p++ = '.';
    for (i = 0; i < precision; i++)
        *p++ = i < length ? name[i] : '0';
    /* A name that does not fit is rounded like a number would be: its last letter goes up. */
    if (precision > 0 && precision < length && name[precision] >= '5')
        p[-1]++;
    return format == 'e' ? _PutExponent(p, 0, (char)(capitals ? 'E' : 'e')) : p;
}

/*
 * Writes the value (its sign is ignored) and '\0'; gives the length. format is 'e', 'f', 'g' or 'a'; the buffer must have
 * room for 309 digits, the precision and a few more.
 */
int __cdecl _cfltcvt(double value, char *buffer, int size, int format, int precision, int alternate, int capitals)
{
    DOUBLE_BITS d;
    char *p;

    (void)size;
    d.value = value;
    if (DOUBLE_EXPONENT(d.half.high) == 0x7ff) {
        p = _PutSpecial(buffer, value, format, precision, alternate, capitals);
    } else {
        d.half.high &= 0x7fffffff;
        if (format != 'a' && precision < 0)
            precision = 6;
        switch (format) {
        case 'e':
            p = _PutE(buffer, d.value, precision, alternate, capitals);
            break;
        case 'f':
            p = _PutF(buffer, d.value, precision, alternate);
            break;
        case 'g':
            p = _PutG(buffer, d.value, precision, alternate, capitals);
            break;
        default:
            p = _PutA(buffer, d.value, precision, alternate, capitals);
            break;
        }
    }
    *p = '\0';
    return (int)(p - buffer);
}
