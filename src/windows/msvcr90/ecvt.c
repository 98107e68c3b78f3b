/* ecvt.c - doubles to strings of digits. */
#include "internal.h"

/* Digits of value, filled up with zeros to ndigits; without a point. */
static void _Digits(double value, int ndigits, int afterPoint, char *buffer, size_t size, int *decpt, int *sign)
{
    char digits[_STRFLT_DIGITS];
    _STRFLT flt;
    int count, wanted;

    flt.mantissa = digits;
    if (ndigits < 0)
        ndigits = 0;
    _fltout(value, ndigits, afterPoint, &flt);
    *decpt = flt.decpt;
    *sign = flt.sign;
    count = (int)strlen(digits);
    wanted = afterPoint ? ndigits + flt.decpt : ndigits;
    if (wanted < 0)
        wanted = 0;
    if ((size_t)wanted >= size)
        wanted = (int)size - 1;
    if (count > wanted)
        count = wanted;
    memcpy(buffer, digits, count);
    memset(buffer + count, '0', wanted - count);
    buffer[wanted] = '\0';
}

static char *_ThreadBuffer(void)
{
    _ptiddata ptd = _getptd();

    if (ptd->_cvtbuf == NULL)
        ptd->_cvtbuf = (char *)_malloc_crt(_CVTBUFSIZE);
    return ptd->_cvtbuf;
}

_CRTIMP char *__cdecl _ecvt(double value, int ndigits, int *decpt, int *sign)
{
    char *buffer = _ThreadBuffer();

    if (buffer != NULL)
        _Digits(value, ndigits, FALSE, buffer, _CVTBUFSIZE, decpt, sign);
    return buffer;
}

_CRTIMP char *__cdecl _fcvt(double value, int ndec, int *decpt, int *sign)
{
    char *buffer = _ThreadBuffer();

    if (buffer != NULL)
        _Digits(value, ndec, TRUE, buffer, _CVTBUFSIZE, decpt, sign);
    return buffer;
}

_CRTIMP errno_t __cdecl _ecvt_s(char *buffer, size_t size, double value, int ndigits, int *decpt, int *sign)
{
    _VALIDATE_RETURN_ERRCODE(buffer != NULL && size > 0 && decpt != NULL && sign != NULL, EINVAL);
    _VALIDATE_RETURN_ERRCODE(ndigits < 0 || (size_t)ndigits < size, ERANGE);
    _Digits(value, ndigits, FALSE, buffer, size, decpt, sign);
    return 0;
}

_CRTIMP errno_t __cdecl _fcvt_s(char *buffer, size_t size, double value, int ndec, int *decpt, int *sign)
{
    _VALIDATE_RETURN_ERRCODE(buffer != NULL && size > 0 && decpt != NULL && sign != NULL, EINVAL);
    _Digits(value, ndec, TRUE, buffer, size, decpt, sign);
    return 0;
}

/* As %g shows it. */
_CRTIMP char *__cdecl _gcvt(double value, int ndigits, char *buffer)
{
    sprintf(buffer, "%.*g", ndigits, value);
    return buffer;
}

_CRTIMP errno_t __cdecl _gcvt_s(char *buffer, size_t size, double value, int ndigits)
{
    _VALIDATE_RETURN_ERRCODE(buffer != NULL && size > 0, EINVAL);
    return sprintf_s(buffer, size, "%.*g", ndigits, value) < 0 ? errno : 0;
}
