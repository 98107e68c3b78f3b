/*
 * sprintf.c - formatted output to strings: a stream whose buffer is the string. Such a stream without a buffer only counts.
 */
#include "internal.h"

#define MAXSTR INT_MAX

/* Writes at most room characters, without an end mark; gives the number wanted to be written, or -1 if there was no room. */
static int _format(char *string, size_t room, const char *format, va_list arglist)
{
    FILE str;

    str._flag = _IOWRT | _IOSTRG;
    str._ptr = str._base = string;
    str._cnt = room > MAXSTR ? MAXSTR : (int)room;
    str._file = -1;
    return _output(&str, format, arglist);
}

_CRTIMP int __cdecl _vscprintf(const char *format, va_list arglist)
{
    _VALIDATE_RETURN(format != NULL, EINVAL, -1);
    return _format(NULL, MAXSTR, format, arglist);
}

_CRTIMP int __cdecl _scprintf(const char *format, ...)
{
    va_list arglist;

    va_start(arglist, format);
    return _vscprintf(format, arglist);
}

_CRTIMP int __cdecl vsprintf(char *string, const char *format, va_list arglist)
{
    int retval;

    _VALIDATE_RETURN(string != NULL, EINVAL, -1);
    _VALIDATE_RETURN(format != NULL, EINVAL, -1);
    retval = _format(string, MAXSTR, format, arglist);
    if (retval >= 0)
        string[retval] = '\0';
    return retval;
}

_CRTIMP int __cdecl sprintf(char *string, const char *format, ...)
{
    va_list arglist;

    va_start(arglist, format);
    return vsprintf(string, format, arglist);
}

/* The text fills the buffer without an end mark if it has exactly count characters; -1 if it has more. */
_CRTIMP int __cdecl _vsnprintf(char *string, size_t count, const char *format, va_list arglist)
{
    int retval;

    _VALIDATE_RETURN(format != NULL, EINVAL, -1);
    if (string == NULL) {
        _VALIDATE_RETURN(count == 0, EINVAL, -1);
        return _vscprintf(format, arglist);
    }
    retval = _format(string, count, format, arglist);
    if (retval >= 0 && (size_t)retval < count)
        string[retval] = '\0';
    return retval;
}

_CRTIMP int __cdecl _snprintf(char *string, size_t count, const char *format, ...)
{
    va_list arglist;

    va_start(arglist, format);
    return _vsnprintf(string, count, format, arglist);
}

/* C99: always ends the string, and gives the length that the whole text has. */
_CRTIMP int __cdecl vsnprintf(char *string, size_t count, const char *format, va_list arglist)
{
    int wanted;

    _VALIDATE_RETURN(format != NULL, EINVAL, -1);
    wanted = _vscprintf(format, arglist);
    if (count > 0 && string != NULL) {
        int retval = _format(string, count - 1, format, arglist);

        string[retval < 0 ? count - 1 : (size_t)retval] = '\0';
    }
    return wanted;
}

_CRTIMP int __cdecl snprintf(char *string, size_t count, const char *format, ...)
{
    va_list arglist;

    va_start(arglist, format);
    return vsnprintf(string, count, format, arglist);
}

_CRTIMP int __cdecl vsprintf_s(char *string, size_t size, const char *format, va_list arglist)
{
    int retval;

    _VALIDATE_RETURN(format != NULL, EINVAL, -1);
    _VALIDATE_RETURN(string != NULL && size > 0, EINVAL, -1);
    retval = _format(string, size, format, arglist);
    if (retval < 0 || (size_t)retval >= size) {
        string[0] = '\0';
        _VALIDATE_RETURN(("Buffer too small", 0), ERANGE, -1);
    }
    string[retval] = '\0';
    return retval;
}

_CRTIMP int __cdecl sprintf_s(char *string, size_t size, const char *format, ...)
{
    va_list arglist;

    va_start(arglist, format);
    return vsprintf_s(string, size, format, arglist);
}

/* count _TRUNCATE: as much as fits. */
_CRTIMP int __cdecl _vsnprintf_s(char *string, size_t size, size_t count, const char *format, va_list arglist)
{
    int retval;
    size_t room;

    _VALIDATE_RETURN(format != NULL, EINVAL, -1);
    if (count == 0 && string == NULL && size == 0)
        return 0;
    _VALIDATE_RETURN(string != NULL && size > 0, EINVAL, -1);
    room = count < size ? count : size - 1;
    retval = _format(string, room, format, arglist);
    if (retval >= 0) {
        string[retval] = '\0';
        return retval;
    }
    string[room] = '\0';
    if (count == _TRUNCATE || count < size)
        return -1;
    string[0] = '\0';
    _VALIDATE_RETURN(("Buffer too small", 0), ERANGE, -1);
    return -1;
}

_CRTIMP int __cdecl _snprintf_s(char *string, size_t size, size_t count, const char *format, ...)
{
    va_list arglist;

    va_start(arglist, format);
    return _vsnprintf_s(string, size, count, format, arglist);
}
