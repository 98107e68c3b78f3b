/* xtoa.c - numbers to strings in any base from 2 to 36. Compiled twice: xtow.c makes wide strings. */
#include "internal.h"

#ifdef _UNICODE
#define _tchar wchar_t
#define _NAME(narrow, wide) wide
#else
#define _tchar char
#define _NAME(narrow, wide) narrow
#endif

/* Needs: sign, digits and end mark within size characters. */
static errno_t _Convert(unsigned __int64 value, _tchar *buffer, size_t size, int radix, int negative)
{
    _tchar reverse[65];
    int count = 0;
    _tchar *p = buffer;

    _VALIDATE_RETURN_ERRCODE(buffer != NULL && size > 0, EINVAL);
    *buffer = 0;
    _VALIDATE_RETURN_ERRCODE(radix >= 2 && radix <= 36, EINVAL);
    do {
        int digit = (int)(value % (unsigned)radix);

        value /= (unsigned)radix;
        reverse[count++] = (_tchar)(digit > 9 ? digit - 10 + 'a' : digit + '0');
    } while (value != 0);
    _VALIDATE_RETURN_ERRCODE(size > (size_t)(count + negative), ERANGE);
    if (negative)
        *p++ = '-';
    while (count > 0)
        *p++ = reverse[--count];
    *p = 0;
    return 0;
}

/* Only base 10 shows negative numbers as such. */
static errno_t _ConvertLong(long value, _tchar *buffer, size_t size, int radix)
{
    if (radix == 10 && value < 0)
        return _Convert((unsigned long)-value, buffer, size, radix, 1);
    return _Convert((unsigned long)value, buffer, size, radix, 0);
}

static errno_t _Convert64(__int64 value, _tchar *buffer, size_t size, int radix)
{
    if (radix == 10 && value < 0)
        return _Convert((unsigned __int64)-value, buffer, size, radix, 1);
    return _Convert((unsigned __int64)value, buffer, size, radix, 0);
}

_CRTIMP _tchar *__cdecl _NAME(_itoa, _itow)(int value, _tchar *buffer, int radix)
{
    _ConvertLong(value, buffer, 66, radix);
    return buffer;
}

_CRTIMP errno_t __cdecl _NAME(_itoa_s, _itow_s)(int value, _tchar *buffer, size_t size, int radix)
{
    return _ConvertLong(value, buffer, size, radix);
}

_CRTIMP _tchar *__cdecl _NAME(_ltoa, _ltow)(long value, _tchar *buffer, int radix)
{
    _ConvertLong(value, buffer, 66, radix);
    return buffer;
}

_CRTIMP errno_t __cdecl _NAME(_ltoa_s, _ltow_s)(long value, _tchar *buffer, size_t size, int radix)
{
    return _ConvertLong(value, buffer, size, radix);
}

_CRTIMP _tchar *__cdecl _NAME(_ultoa, _ultow)(unsigned long value, _tchar *buffer, int radix)
{
    _Convert(value, buffer, 66, radix, 0);
    return buffer;
}

_CRTIMP _tchar *__cdecl _NAME(_i64toa, _i64tow)(__int64 value, _tchar *buffer, int radix)
{
    _Convert64(value, buffer, 66, radix);
    return buffer;
}

_CRTIMP _tchar *__cdecl _NAME(_ui64toa, _ui64tow)(unsigned __int64 value, _tchar *buffer, int radix)
{
    _Convert(value, buffer, 66, radix, 0);
    return buffer;
}

#ifndef _UNICODE
_CRTIMP errno_t __cdecl _ultoa_s(unsigned long value, char *buffer, size_t size, int radix)
{
    return _Convert(value, buffer, size, radix, 0);
}

_CRTIMP errno_t __cdecl _i64toa_s(__int64 value, char *buffer, size_t size, int radix)
{
    return _Convert64(value, buffer, size, radix);
}

_CRTIMP errno_t __cdecl _ui64toa_s(unsigned __int64 value, char *buffer, size_t size, int radix)
{
    return _Convert(value, buffer, size, radix, 0);
}
#endif
