/* printf.c - formatted output to streams. */
#include "internal.h"

_CRTIMP int __cdecl vfprintf(FILE *stream, const char *format, va_list arglist)
{
    int buffing, retval;

    _VALIDATE_RETURN(stream != NULL, EINVAL, -1);
    _VALIDATE_RETURN(format != NULL, EINVAL, -1);
    _lock_file(stream);
    buffing = _stbuf(stream);
    retval = _output(stream, format, arglist);
    _ftbuf(buffing, stream);
    _unlock_file(stream);
    return retval;
}

_CRTIMP int __cdecl printf(const char *format, ...)
{
    va_list arglist;
    int buffing, retval;

    _VALIDATE_RETURN(format != NULL, EINVAL, -1);
    va_start(arglist, format);
    _lock_file(stdout);
    buffing = _stbuf(stdout);
    retval = _output(stdout, format, arglist);
    _ftbuf(buffing, stdout);
    _unlock_file(stdout);
    va_end(arglist);
    return retval;
}

_CRTIMP int __cdecl printf_s(const char *format, ...)
{
    va_list arglist;

    va_start(arglist, format);
    return vfprintf(stdout, format, arglist);
}

_CRTIMP int __cdecl fprintf(FILE *stream, const char *format, ...)
{
    va_list arglist;

    va_start(arglist, format);
    return vfprintf(stream, format, arglist);
}

_CRTIMP int __cdecl fprintf_s(FILE *stream, const char *format, ...)
{
    va_list arglist;

    va_start(arglist, format);
    return vfprintf(stream, format, arglist);
}

_CRTIMP int __cdecl vprintf(const char *format, va_list arglist)
{
    return vfprintf(stdout, format, arglist);
}

_CRTIMP int __cdecl vprintf_s(const char *format, va_list arglist)
{
    return vfprintf(stdout, format, arglist);
}

_CRTIMP int __cdecl vfprintf_s(FILE *stream, const char *format, va_list arglist)
{
    return vfprintf(stream, format, arglist);
}
