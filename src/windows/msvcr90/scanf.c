/* scanf.c - formatted input from streams and strings. Compiled twice: wscanf.c is the wide version. */
#include "internal.h"

#ifdef _UNICODE
#define _tchar wchar_t
#define _NAME(narrow, wide) wide
#define _LENGTH(s) (wcslen(s) * 2)
#define _INPUT _winput
#else
#define _tchar char
#define _NAME(narrow, wide) narrow
#define _LENGTH(s) strlen(s)
#define _INPUT _input
#endif

static int _FromStream(FILE *stream, const _tchar *format, int secure, va_list arglist)
{
    int retval;

    _VALIDATE_RETURN(stream != NULL, EINVAL, EOF);
    _VALIDATE_RETURN(format != NULL, EINVAL, EOF);
    _lock_file(stream);
    retval = _INPUT(stream, format, secure, arglist);
    _unlock_file(stream);
    return retval;
}

/* A stream whose buffer is the string. */
static int _FromString(const _tchar *string, size_t bytes, const _tchar *format, int secure, va_list arglist)
{
    FILE str;

    str._flag = _IOREAD | _IOSTRG | _IOMYBUF;
    str._ptr = str._base = (char *)string;
    str._cnt = (int)bytes;
    str._file = -1;
    return _INPUT(&str, format, secure, arglist);
}

_CRTIMP int __cdecl _NAME(scanf, wscanf)(const _tchar *format, ...)
{
    va_list arglist;

    va_start(arglist, format);
    return _FromStream(stdin, format, 0, arglist);
}

_CRTIMP int __cdecl _NAME(scanf_s, wscanf_s)(const _tchar *format, ...)
{
    va_list arglist;

    va_start(arglist, format);
    return _FromStream(stdin, format, 1, arglist);
}

_CRTIMP int __cdecl _NAME(fscanf, fwscanf)(FILE *stream, const _tchar *format, ...)
{
    va_list arglist;

    va_start(arglist, format);
    return _FromStream(stream, format, 0, arglist);
}

_CRTIMP int __cdecl _NAME(fscanf_s, fwscanf_s)(FILE *stream, const _tchar *format, ...)
{
    va_list arglist;

    va_start(arglist, format);
    return _FromStream(stream, format, 1, arglist);
}

_CRTIMP int __cdecl _NAME(sscanf, swscanf)(const _tchar *string, const _tchar *format, ...)
{
    va_list arglist;

    _VALIDATE_RETURN(string != NULL, EINVAL, EOF);
    va_start(arglist, format);
    return _FromString(string, _LENGTH(string), format, 0, arglist);
}

_CRTIMP int __cdecl _NAME(sscanf_s, swscanf_s)(const _tchar *string, const _tchar *format, ...)
{
    va_list arglist;

    _VALIDATE_RETURN(string != NULL, EINVAL, EOF);
    va_start(arglist, format);
    return _FromString(string, _LENGTH(string), format, 1, arglist);
}

#ifndef _UNICODE
_CRTIMP int __cdecl _snscanf(const char *string, size_t count, const char *format, ...)
{
    va_list arglist;
    size_t length;

    _VALIDATE_RETURN(string != NULL, EINVAL, EOF);
    length = strnlen(string, count);
    va_start(arglist, format);
    return _FromString(string, length, format, 0, arglist);
}
#endif
