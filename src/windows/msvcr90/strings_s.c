/* strings_s.c - strings with known room: too little room is an invalid parameter, and leaves an empty string. */
#include "internal.h"
#include <ctype.h>

#define _RESET_STRING(dst) (*(dst) = 0)

_CRTIMP errno_t __cdecl strcpy_s(char *dst, size_t size, const char *src)
{
    char *p = dst;
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

_CRTIMP errno_t __cdecl strcat_s(char *dst, size_t size, const char *src)
{
    char *p = dst;
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
static errno_t _AppendStr(char *dst, char *p, size_t available, const char *src, size_t count)
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

_CRTIMP errno_t __cdecl strncpy_s(char *dst, size_t size, const char *src, size_t count)
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
    return _AppendStr(dst, dst, size, src, count);
}

_CRTIMP errno_t __cdecl strncat_s(char *dst, size_t size, const char *src, size_t count)
{
    char *p = dst;
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
    return _AppendStr(dst, p, available, src, count);
}

/* Is there an end mark within the room? */
static errno_t _Terminated(char *string, size_t size)
{
    _VALIDATE_RETURN_ERRCODE(string != NULL, EINVAL);
    if (strnlen(string, size) >= size) {
        _RESET_STRING(string);
        _VALIDATE_RETURN_ERRCODE(("String is not null terminated", 0), EINVAL);
    }
    return 0;
}

_CRTIMP errno_t __cdecl _strlwr_s(char *string, size_t size)
{
    errno_t e = _Terminated(string, size);

    if (e == 0)
        _strlwr(string);
    return e;
}

_CRTIMP errno_t __cdecl _strupr_s(char *string, size_t size)
{
    errno_t e = _Terminated(string, size);

    if (e == 0)
        _strupr(string);
    return e;
}

_CRTIMP errno_t __cdecl _strset_s(char *string, size_t size, int c)
{
    errno_t e = _Terminated(string, size);

    if (e == 0)
        _strset(string, c);
    return e;
}

_CRTIMP errno_t __cdecl _strnset_s(char *string, size_t size, int c, size_t count)
{
    errno_t e = _Terminated(string, size);

    if (e == 0)
        _strnset(string, c, count);
    return e;
}
