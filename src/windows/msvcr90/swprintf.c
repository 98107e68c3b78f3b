/* swprintf.c - formatted output to wide strings. */
#include "internal.h"

/* Writes at most room characters, without an end mark; the number written, or -1 if there was no room. */
static int _wformat(wchar_t *string, size_t room, const wchar_t *format, va_list arglist)
{
    FILE str;

    str._flag = _IOWRT | _IOSTRG;
    str._ptr = str._base = (char *)string;
    str._cnt = room > INT_MAX / 2 ? INT_MAX : (int)(room * 2);
    str._file = -1;
    return _woutput(&str, format, arglist);
}

_CRTIMP int __cdecl _vscwprintf(const wchar_t *format, va_list arglist)
{
    _VALIDATE_RETURN(format != NULL, EINVAL, -1);
    return _wformat(NULL, INT_MAX, format, arglist);
}

_CRTIMP int __cdecl _scwprintf(const wchar_t *format, ...)
{
    va_list arglist;

    va_start(arglist, format);
    return _vscwprintf(format, arglist);
}

_CRTIMP int __cdecl _vswprintf(wchar_t *string, const wchar_t *format, va_list arglist)
{
    int retval;

    _VALIDATE_RETURN(string != NULL, EINVAL, -1);
    _VALIDATE_RETURN(format != NULL, EINVAL, -1);
    retval = _wformat(string, INT_MAX, format, arglist);
    if (retval >= 0)
        string[retval] = 0;
    return retval;
}

_CRTIMP int __cdecl _swprintf(wchar_t *string, const wchar_t *format, ...)
{
    va_list arglist;

    va_start(arglist, format);
    return _vswprintf(string, format, arglist);
}

/* The standard's: always ends the string; -1 if the text does not fit. */
_CRTIMP int __cdecl vswprintf(wchar_t *string, size_t count, const wchar_t *format, va_list arglist)
{
    int retval;

    _VALIDATE_RETURN(format != NULL, EINVAL, -1);
    _VALIDATE_RETURN(string != NULL && count > 0, EINVAL, -1);
    retval = _wformat(string, count - 1, format, arglist);
    string[retval < 0 ? count - 1 : (size_t)retval] = 0;
    return retval;
}

_CRTIMP int __cdecl swprintf(wchar_t *string, size_t count, const wchar_t *format, ...)
{
    va_list arglist;

    va_start(arglist, format);
    return vswprintf(string, count, format, arglist);
}

_CRTIMP int __cdecl _vsnwprintf(wchar_t *string, size_t count, const wchar_t *format, va_list arglist)
{
    int retval;

    _VALIDATE_RETURN(format != NULL, EINVAL, -1);
    if (string == NULL) {
        _VALIDATE_RETURN(count == 0, EINVAL, -1);
        return _vscwprintf(format, arglist);
    }
    retval = _wformat(string, count, format, arglist);
    if (retval >= 0 && (size_t)retval < count)
        string[retval] = 0;
    return retval;
}

_CRTIMP int __cdecl _snwprintf(wchar_t *string, size_t count, const wchar_t *format, ...)
{
    va_list arglist;

    va_start(arglist, format);
    return _vsnwprintf(string, count, format, arglist);
}

_CRTIMP int __cdecl vswprintf_s(wchar_t *string, size_t size, const wchar_t *format, va_list arglist)
{
    int retval;

    _VALIDATE_RETURN(format != NULL, EINVAL, -1);
    _VALIDATE_RETURN(string != NULL && size > 0, EINVAL, -1);
    retval = _wformat(string, size, format, arglist);
    if (retval < 0 || (size_t)retval >= size) {
        string[0] = 0;
        _VALIDATE_RETURN(("Buffer too small", 0), ERANGE, -1);
    }
    string[retval] = 0;
    return retval;
}

_CRTIMP int __cdecl swprintf_s(wchar_t *string, size_t size, const wchar_t *format, ...)
{
    va_list arglist;

    va_start(arglist, format);
    return vswprintf_s(string, size, format, arglist);
}

_CRTIMP int __cdecl _vsnwprintf_s(wchar_t *string, size_t size, size_t count, const wchar_t *format, va_list arglist)
{
    int retval;
    size_t room;

    _VALIDATE_RETURN(format != NULL, EINVAL, -1);
    if (count == 0 && string == NULL && size == 0)
        return 0;
    _VALIDATE_RETURN(string != NULL && size > 0, EINVAL, -1);
    room = count < size ? count : size - 1;
    retval = _wformat(string, room, format, arglist);
    if (retval >= 0) {
        string[retval] = 0;
        return retval;
    }
    string[room] = 0;
    if (count == _TRUNCATE || count < size)
        return -1;
    string[0] = 0;
    _VALIDATE_RETURN(("Buffer too small", 0), ERANGE, -1);
    return -1;
}

_CRTIMP int __cdecl _snwprintf_s(wchar_t *string, size_t size, size_t count, const wchar_t *format, ...)
{
    va_list arglist;

    va_start(arglist, format);
    return _vsnwprintf_s(string, size, count, format, arglist);
}
