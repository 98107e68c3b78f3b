/* strtol.c - strings to whole numbers in any base. Compiled twice: wcstol.c reads wide strings. */
#include "internal.h"
#include <ctype.h>

#ifdef _UNICODE
#define _tchar wchar_t
#define _NAME(narrow, wide) wide
#define _ISSPACE(c) iswspace(c)
#else
#define _tchar char
#define _NAME(narrow, wide) narrow
#define _ISSPACE(c) isspace((unsigned char)(c))
#endif

#define FL_NEG 1      /* a minus stood in front */
#define FL_OVERFLOW 2 /* more than 64 bits */
#define FL_READDIGIT 4

static int _Digit(_tchar c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'z')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'Z')
        return c - 'A' + 10;
    return 99;
}

/* Blanks, sign, prefix, digits. Gives the magnitude; *end is string if there was no digit. */
static unsigned __int64 _Read(const _tchar *string, const _tchar **end, int ibase, int *flags)
{
    const _tchar *p = string;
    unsigned __int64 number = 0, maxval;

    *flags = 0;
    while (_ISSPACE(*p))
        p++;
    if (*p == '-') {
        *flags |= FL_NEG;
        p++;
    } else if (*p == '+') {
        p++;
    }
    if (ibase == 0)
        ibase = *p != '0' ? 10 : p[1] == 'x' || p[1] == 'X' ? 16 : 8;
    if (ibase == 16 && *p == '0' && (p[1] == 'x' || p[1] == 'X'))
        p += 2;
    maxval = 0xFFFFFFFFFFFFFFFFULL / ibase;
    while (_Digit(*p) < ibase) {
        int digit = _Digit(*p++);

        *flags |= FL_READDIGIT;
        /* 32 bits are enough for most, and faster. */
        if (number < 0x07000000UL) {
            number = (unsigned long)number * (unsigned long)ibase + (unsigned long)digit;
        } else if (number < maxval || (number == maxval && (unsigned)digit <= 0xFFFFFFFFFFFFFFFFULL % ibase)) {
            number = number * ibase + digit;
        } else {
            *flags |= FL_OVERFLOW;
        }
    }
    *end = *flags & FL_READDIGIT ? p : string;
    return number;
}

static int _ValidBase(int ibase)
{
    return ibase == 0 || (ibase >= 2 && ibase <= 36);
}

_CRTIMP long __cdecl _NAME(strtol, wcstol)(const _tchar *nptr, _tchar **endptr, int ibase)
{
    const _tchar *end;
    unsigned __int64 number;
    int flags;

    if (endptr != NULL)
        *endptr = (_tchar *)nptr;
    _VALIDATE_RETURN(nptr != NULL, EINVAL, 0L);
    _VALIDATE_RETURN(_ValidBase(ibase), EINVAL, 0L);
    number = _Read(nptr, &end, ibase, &flags);
    if (endptr != NULL)
        *endptr = (_tchar *)end;
    if ((flags & FL_OVERFLOW) || number > (flags & FL_NEG ? 0x80000000UL : 0x7FFFFFFFUL)) {
        errno = ERANGE;
        return flags & FL_NEG ? LONG_MIN : LONG_MAX;
    }
    return flags & FL_NEG ? -(long)number : (long)number;
}

_CRTIMP unsigned long __cdecl _NAME(strtoul, wcstoul)(const _tchar *nptr, _tchar **endptr, int ibase)
{
    const _tchar *end;
    unsigned __int64 number;
    int flags;

    if (endptr != NULL)
        *endptr = (_tchar *)nptr;
    _VALIDATE_RETURN(nptr != NULL, EINVAL, 0UL);
    _VALIDATE_RETURN(_ValidBase(ibase), EINVAL, 0UL);
    number = _Read(nptr, &end, ibase, &flags);
    if (endptr != NULL)
        *endptr = (_tchar *)end;
    if ((flags & FL_OVERFLOW) || number > 0xFFFFFFFFUL) {
        errno = ERANGE;
        return ULONG_MAX;
    }
    return flags & FL_NEG ? 0UL - (unsigned long)number : (unsigned long)number;
}

_CRTIMP __int64 __cdecl _NAME(_strtoi64, _wcstoi64)(const _tchar *nptr, _tchar **endptr, int ibase)
{
    const _tchar *end;
    unsigned __int64 number;
    int flags;

    if (endptr != NULL)
        *endptr = (_tchar *)nptr;
    _VALIDATE_RETURN(nptr != NULL, EINVAL, 0);
    _VALIDATE_RETURN(_ValidBase(ibase), EINVAL, 0);
    number = _Read(nptr, &end, ibase, &flags);
    if (endptr != NULL)
        *endptr = (_tchar *)end;
    if ((flags & FL_OVERFLOW) || number > (flags & FL_NEG ? 0x8000000000000000ULL : 0x7FFFFFFFFFFFFFFFULL)) {
        errno = ERANGE;
        return flags & FL_NEG ? LLONG_MIN : LLONG_MAX;
    }
    return flags & FL_NEG ? -(__int64)number : (__int64)number;
}

_CRTIMP unsigned __int64 __cdecl _NAME(_strtoui64, _wcstoui64)(const _tchar *nptr, _tchar **endptr, int ibase)
{
    const _tchar *end;
    unsigned __int64 number;
    int flags;

    if (endptr != NULL)
        *endptr = (_tchar *)nptr;
    _VALIDATE_RETURN(nptr != NULL, EINVAL, 0);
    _VALIDATE_RETURN(_ValidBase(ibase), EINVAL, 0);
    number = _Read(nptr, &end, ibase, &flags);
    if (endptr != NULL)
        *endptr = (_tchar *)end;
    if (flags & FL_OVERFLOW) {
        errno = ERANGE;
        return ULLONG_MAX;
    }
    return flags & FL_NEG ? 0 - number : number;
}

_CRTIMP long __cdecl _NAME(atol, _wtol)(const _tchar *nptr)
{
    return _NAME(strtol, wcstol)(nptr, NULL, 10);
}

_CRTIMP int __cdecl _NAME(atoi, _wtoi)(const _tchar *nptr)
{
    return (int)_NAME(strtol, wcstol)(nptr, NULL, 10);
}

_CRTIMP __int64 __cdecl _NAME(_atoi64, _wtoi64)(const _tchar *nptr)
{
    return _NAME(_strtoi64, _wcstoi64)(nptr, NULL, 10);
}

#ifndef _UNICODE
_CRTIMP __int64 __cdecl atoll(const char *nptr)
{
    return _strtoi64(nptr, NULL, 10);
}

_CRTIMP __int64 __cdecl strtoll(const char *nptr, char **endptr, int ibase)
{
    return _strtoi64(nptr, endptr, ibase);
}

_CRTIMP unsigned __int64 __cdecl strtoull(const char *nptr, char **endptr, int ibase)
{
    return _strtoui64(nptr, endptr, ibase);
}
#endif
