/* memory.c - comparing and searching memory; the secure copies. */
#include "internal.h"
#include <ctype.h>

_CRTIMP int __cdecl memcmp(const void *buf1, const void *buf2, size_t count)
{
    const unsigned char *p = (const unsigned char *)buf1;
    const unsigned char *q = (const unsigned char *)buf2;

    while (count-- > 0) {
        if (*p != *q)
            return *p < *q ? -1 : 1;
        p++;
        q++;
    }
    return 0;
}

_CRTIMP void *__cdecl memchr(const void *buf, int chr, size_t cnt)
{
    const unsigned char *p = (const unsigned char *)buf;

    while (cnt-- > 0) {
        if (*p == (unsigned char)chr)
            return (void *)p;
        p++;
    }
    return NULL;
}

_CRTIMP void *__cdecl _memccpy(void *dest, const void *src, int c, size_t count)
{
    char *d = (char *)dest;
    const char *s = (const char *)src;

    while (count-- > 0) {
        if ((*d++ = *s++) == (char)c)
            return d;
    }
    return NULL;
}

_CRTIMP int __cdecl _memicmp(const void *buf1, const void *buf2, size_t count)
{
    const unsigned char *p = (const unsigned char *)buf1;
    const unsigned char *q = (const unsigned char *)buf2;

    while (count-- > 0) {
        int difference = tolower(*p++) - tolower(*q++);

        if (difference != 0)
            return difference;
    }
    return 0;
}

/* On a mistake the destination is zeroed, if there is one. */
_CRTIMP errno_t __cdecl memcpy_s(void *dst, size_t sizeInBytes, const void *src, size_t count)
{
    if (count == 0)
        return 0;
    _VALIDATE_RETURN_ERRCODE(dst != NULL, EINVAL);
    if (src == NULL || sizeInBytes < count) {
        memset(dst, 0, sizeInBytes);
        _VALIDATE_RETURN_ERRCODE(src != NULL, EINVAL);
        _VALIDATE_RETURN_ERRCODE(sizeInBytes >= count, ERANGE);
    }
    memcpy(dst, src, count);
    return 0;
}

_CRTIMP errno_t __cdecl memmove_s(void *dst, size_t sizeInBytes, const void *src, size_t count)
{
    if (count == 0)
        return 0;
    _VALIDATE_RETURN_ERRCODE(dst != NULL, EINVAL);
    _VALIDATE_RETURN_ERRCODE(src != NULL, EINVAL);
    _VALIDATE_RETURN_ERRCODE(sizeInBytes >= count, ERANGE);
    memmove(dst, src, count);
    return 0;
}

_CRTIMP void __cdecl _swab(char *src, char *dest, int nbytes)
{
    while (nbytes > 1) {
        char first = *src++;
        char second = *src++;

        *dest++ = second;
        *dest++ = first;
        nbytes -= 2;
    }
}

_CRTIMP wchar_t *__cdecl wmemcpy(wchar_t *destination, const wchar_t *source, size_t count)
{
    return (wchar_t *)memcpy(destination, source, count * sizeof(wchar_t));
}

_CRTIMP wchar_t *__cdecl wmemmove(wchar_t *destination, const wchar_t *source, size_t count)
{
    return (wchar_t *)memmove(destination, source, count * sizeof(wchar_t));
}

_CRTIMP wchar_t *__cdecl wmemset(wchar_t *destination, wchar_t c, size_t count)
{
    size_t i;

    for (i = 0; i < count; i++)
        destination[i] = c;
    return destination;
}

_CRTIMP wchar_t *__cdecl wmemchr(const wchar_t *buffer, wchar_t c, size_t count)
{
    while (count-- > 0) {
        if (*buffer == c)
            return (wchar_t *)buffer;
        buffer++;
    }
    return NULL;
}

_CRTIMP int __cdecl wmemcmp(const wchar_t *left, const wchar_t *right, size_t count)
{
    while (count-- > 0) {
        if (*left != *right)
            return *left < *right ? -1 : 1;
        left++;
        right++;
    }
    return 0;
}
