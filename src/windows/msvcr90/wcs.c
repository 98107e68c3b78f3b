/* wcs.c - wide strings: copying, comparing, searching. */
#include "internal.h"
#include <ctype.h>

_CRTIMP size_t __cdecl wcslen(const wchar_t *string)
{
    const wchar_t *end = string;

    while (*end)
        end++;
    return (size_t)(end - string);
}

_CRTIMP size_t __cdecl wcsnlen(const wchar_t *string, size_t maximum)
{
    size_t length = 0;

    while (length < maximum && string[length])
        length++;
    return length;
}

_CRTIMP wchar_t *__cdecl wcscpy(wchar_t *dst, const wchar_t *src)
{
    wchar_t *p = dst;

    while ((*p++ = *src++) != 0)
        ;
    return dst;
}

_CRTIMP wchar_t *__cdecl wcscat(wchar_t *dst, const wchar_t *src)
{
    wcscpy(dst + wcslen(dst), src);
    return dst;
}

/* Fills with zeros up to count; without an end mark if the source is as long. */
_CRTIMP wchar_t *__cdecl wcsncpy(wchar_t *dst, const wchar_t *src, size_t count)
{
    wchar_t *p = dst;

    while (count > 0 && (*p = *src) != 0) {
        p++;
        src++;
        count--;
    }
    while (count-- > 0)
        *p++ = 0;
    return dst;
}

_CRTIMP wchar_t *__cdecl wcsncat(wchar_t *dst, const wchar_t *src, size_t count)
{
    wchar_t *p = dst + wcslen(dst);

    while (count-- > 0 && *src)
        *p++ = *src++;
    *p = 0;
    return dst;
}

_CRTIMP int __cdecl wcscmp(const wchar_t *left, const wchar_t *right)
{
    while (*left && *left == *right) {
        left++;
        right++;
    }
    if (*left == *right)
        return 0;
    return (wchar_t)*left < (wchar_t)*right ? -1 : 1;
}

_CRTIMP int __cdecl wcsncmp(const wchar_t *left, const wchar_t *right, size_t count)
{
    while (count > 0 && *left && *left == *right) {
        left++;
        right++;
        count--;
    }
    if (count == 0 || *left == *right)
        return 0;
    return (wchar_t)*left < (wchar_t)*right ? -1 : 1;
}

_CRTIMP int __cdecl wcscoll(const wchar_t *left, const wchar_t *right)
{
    return wcscmp(left, right);
}

_CRTIMP int __cdecl _wcsicmp(const wchar_t *left, const wchar_t *right)
{
    int l, r;

    do {
        l = towlower((wchar_t)*left++);
        r = towlower((wchar_t)*right++);
    } while (l && l == r);
    return l - r;
}

_CRTIMP int __cdecl _wcsnicmp(const wchar_t *left, const wchar_t *right, size_t count)
{
    int l = 0, r = 0;

    while (count-- > 0) {
        l = towlower((wchar_t)*left++);
        r = towlower((wchar_t)*right++);
        if (!l || l != r)
            break;
    }
    return l - r;
}

_CRTIMP wchar_t *__cdecl wcschr(const wchar_t *string, wchar_t c)
{
    while (*string && *string != (wchar_t)c)
        string++;
    return *string == (wchar_t)c ? (wchar_t *)string : NULL;
}

_CRTIMP wchar_t *__cdecl wcsrchr(const wchar_t *string, wchar_t c)
{
    const wchar_t *p = string + wcslen(string);

    for (;;) {
        if (*p == (wchar_t)c)
            return (wchar_t *)p;
        if (p == string)
            return NULL;
        p--;
    }
}

_CRTIMP wchar_t *__cdecl wcsstr(const wchar_t *string, const wchar_t *part)
{
    const wchar_t *s;
    const wchar_t *p;

    if (*part == 0)
        return (wchar_t *)string;
    for (; *string; string++) {
        for (s = string, p = part; *s && *p && *s == *p; s++)
            p++;
        if (*p == 0)
            return (wchar_t *)string;
    }
    return NULL;
}

static int _InWcsSet(wchar_t c, const wchar_t *set)
{
    while (*set) {
        if (*set++ == c)
            return 1;
    }
    return 0;
}

_CRTIMP size_t __cdecl wcsspn(const wchar_t *string, const wchar_t *set)
{
    size_t i = 0;

    while (string[i] && _InWcsSet(string[i], set))
        i++;
    return i;
}

_CRTIMP size_t __cdecl wcscspn(const wchar_t *string, const wchar_t *set)
{
    size_t i = 0;

    while (string[i] && !_InWcsSet(string[i], set))
        i++;
    return i;
}

_CRTIMP wchar_t *__cdecl wcspbrk(const wchar_t *string, const wchar_t *set)
{
    string += wcscspn(string, set);
    return *string ? (wchar_t *)string : NULL;
}

_CRTIMP wchar_t *__cdecl _wcsrev(wchar_t *string)
{
    wchar_t *left = string;
    wchar_t *right = string + wcslen(string);

    while (left < --right) {
        wchar_t c = *left;

        *left++ = *right;
        *right = c;
    }
    return string;
}

_CRTIMP wchar_t *__cdecl _wcslwr(wchar_t *string)
{
    wchar_t *p;

    for (p = string; *p; p++)
        *p = (wchar_t)towlower((wchar_t)*p);
    return string;
}

_CRTIMP wchar_t *__cdecl _wcsupr(wchar_t *string)
{
    wchar_t *p;

    for (p = string; *p; p++)
        *p = (wchar_t)towupper((wchar_t)*p);
    return string;
}

_CRTIMP wchar_t *__cdecl _wcsdup(const wchar_t *string)
{
    size_t size;
    wchar_t *copy;

    if (string == NULL)
        return NULL;
    size = (wcslen(string) + 1) * sizeof(wchar_t);
    copy = (wchar_t *)malloc(size);
    if (copy != NULL)
        memcpy(copy, string, size);
    return copy;
}

/* The next piece between separators. context is where to go on. */
_CRTIMP wchar_t *__cdecl wcstok_s(wchar_t *string, const wchar_t *control, wchar_t **context)
{
    wchar_t *token;

    _VALIDATE_RETURN(context != NULL, EINVAL, NULL);
    _VALIDATE_RETURN(control != NULL, EINVAL, NULL);
    _VALIDATE_RETURN(string != NULL || *context != NULL, EINVAL, NULL);
    if (string == NULL)
        string = *context;
    token = string + wcsspn(string, control);
    string = token + wcscspn(token, control);
    if (*string)
        *string++ = 0;
    *context = string;
    return *token ? token : NULL;
}

/* Each thread has its own place to go on. */
_CRTIMP wchar_t *__cdecl wcstok(wchar_t *string, const wchar_t *control)
{
    _ptiddata ptd = _getptd();

    if (string == NULL && ptd->_wtoken == NULL)
        return NULL;
    return wcstok_s(string, control, &ptd->_wtoken);
}
