/* wcs_s.c - wide strings with known room: too little room is an invalid parameter, and leaves an empty string. */
#include "internal.h"
#include <ctype.h>

#define _RESET_STRING(dst) (*(dst) = 0)

_CRTIMP errno_t __cdecl wcscpy_s(wchar_t *dst, size_t size, const wchar_t *src)
{
    wchar_t *p = dst;
    size_t available = size;

    _VALIDATE_RETURN_ERRCODE(dst != NULL && size > 0, EINVAL);
    if (src == NULL) {
        _RESET_STRING(dst);
        _VALIDATE_RETURN_ERRCODE(src != NULL, EINVAL);
    }
    while ((*p++ = *src++) != 0 && --available > 0)
        ;
    if (available == 0) {
        _RESET_STRING(dst);
        _VALIDATE_RETURN_ERRCODE(("Buffer is too small", 0), ERANGE);
    }
    return 0;
}

_CRTIMP errno_t __cdecl wcscat_s(wchar_t *dst, size_t size, const wchar_t *src)
{
    wchar_t *p = dst;
    size_t available = size;

    _VALIDATE_RETURN_ERRCODE(dst != NULL && size > 0, EINVAL);
    if (src == NULL) {
        _RESET_STRING(dst);
        _VALIDATE_RETURN_ERRCODE(src != NULL, EINVAL);
    }
    while (available > 0 && *p != 0) {
        p++;
        available--;
    }
    if (available == 0) {
        _RESET_STRING(dst);
        _VALIDATE_RETURN_ERRCODE(("String is not null terminated", 0), EINVAL);
    }
    while ((*p++ = *src++) != 0 && --available > 0)
        ;
    if (available == 0) {
        _RESET_STRING(dst);
        _VALIDATE_RETURN_ERRCODE(("Buffer is too small", 0), ERANGE);
    }
    return 0;
}

/* Copies up to count characters and always ends the string; count _TRUNCATE: as much as fits, STRUNCATE if that is not all. */
static errno_t _AppendWcs(wchar_t *dst, wchar_t *p, size_t available, const wchar_t *src, size_t count)
{
    while (count > 0 && available > 1 && *src) {
        *p++ = *src++;
        available--;
        if (count != _TRUNCATE)
            count--;
    }
    *p = 0;
    if (count == 0 || *src == 0)
        return 0;
    if (count == _TRUNCATE)
        return STRUNCATE;
    _RESET_STRING(dst);
    _VALIDATE_RETURN_ERRCODE(("Buffer is too small", 0), ERANGE);
    return ERANGE;
}

_CRTIMP errno_t __cdecl wcsncpy_s(wchar_t *dst, size_t size, const wchar_t *src, size_t count)
{
    if (count == 0 && dst == NULL && size == 0)
        return 0;
    _VALIDATE_RETURN_ERRCODE(dst != NULL && size > 0, EINVAL);
    if (count == 0) {
        _RESET_STRING(dst);
        return 0;
    }
    if (src == NULL) {
        _RESET_STRING(dst);
        _VALIDATE_RETURN_ERRCODE(src != NULL, EINVAL);
    }
    return _AppendWcs(dst, dst, size, src, count);
}

_CRTIMP errno_t __cdecl wcsncat_s(wchar_t *dst, size_t size, const wchar_t *src, size_t count)
{
    wchar_t *p = dst;
    size_t available = size;

    if (count == 0 && dst == NULL && size == 0)
        return 0;
    _VALIDATE_RETURN_ERRCODE(dst != NULL && size > 0, EINVAL);
    if (count != 0 && src == NULL) {
        _RESET_STRING(dst);
        _VALIDATE_RETURN_ERRCODE(src != NULL, EINVAL);
    }
    while (available > 0 && *p != 0) {
        p++;
        available--;
    }
    if (available == 0) {
        _RESET_STRING(dst);
        _VALIDATE_RETURN_ERRCODE(("String is not null terminated", 0), EINVAL);
    }
    if (count == 0)
        return 0;
    return _AppendWcs(dst, p, available, src, count);
}
