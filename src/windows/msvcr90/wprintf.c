/* wprintf.c - formatted output of wide characters to streams. */
#include "internal.h"

_CRTIMP int __cdecl vfwprintf(FILE *stream, const wchar_t *format, va_list arglist)
{
    int buffing, retval;

    _VALIDATE_RETURN(stream != NULL, EINVAL, -1);
    _VALIDATE_RETURN(format != NULL, EINVAL, -1);
    _lock_file(stream);
    buffing = _stbuf(stream);
    retval = _woutput(stream, format, arglist);
    _ftbuf(buffing, stream);
    _unlock_file(stream);
    return retval;
}

_CRTIMP int __cdecl wprintf(const wchar_t *format, ...)
{
    va_list arglist;

    va_start(arglist, format);
    return vfwprintf(stdout, format, arglist);
}

_CRTIMP int __cdecl wprintf_s(const wchar_t *format, ...)
{
    va_list arglist;

    va_start(arglist, format);
    return vfwprintf(stdout, format, arglist);
}

_CRTIMP int __cdecl fwprintf(FILE *stream, const wchar_t *format, ...)
{
    va_list arglist;

    va_start(arglist, format);
    return vfwprintf(stream, format, arglist);
}

_CRTIMP int __cdecl fwprintf_s(FILE *stream, const wchar_t *format, ...)
{
    va_list arglist;

    va_start(arglist, format);
    return vfwprintf(stream, format, arglist);
}

_CRTIMP int __cdecl vwprintf(const wchar_t *format, va_list arglist)
{
    return vfwprintf(stdout, format, arglist);
}

_CRTIMP int __cdecl vwprintf_s(const wchar_t *format, va_list arglist)
{
    return vfwprintf(stdout, format, arglist);
}

_CRTIMP int __cdecl vfwprintf_s(FILE *stream, const wchar_t *format, va_list arglist)
{
    return vfwprintf(stream, format, arglist);
}
