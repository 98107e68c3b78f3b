/* mbtowc.c - between multibyte and wide text, in the code page of the locale (setlocal.c). */
#include "internal.h"
#include <wchar.h>

_CRTIMP int __cdecl mbtowc(wchar_t *pwc, const char *s, size_t n)
{
    wchar_t wide;
    int used;

    if (s == NULL || n == 0)
        return 0;
    used = __mbtowc_crt(&wide, s, n);
    if (used < 0) {
        errno = EILSEQ;
        return -1;
    }
    if (pwc != NULL)
        *pwc = wide;
    return used;
}

_CRTIMP int __cdecl mblen(const char *s, size_t n)
{
    return mbtowc(NULL, s, n);
}

_CRTIMP int __cdecl wctomb(char *s, wchar_t wchar)
{
    int used;

    if (s == NULL)
        return 0;
    used = __wctomb_crt(s, wchar);
    if (used < 0)
        errno = EILSEQ;
    return used;
}

_CRTIMP errno_t __cdecl wctomb_s(int *length, char *s, size_t size, wchar_t wchar)
{
    char bytes[8];
    int used;

    if (s == NULL && size > 0) {
        if (length != NULL)
            *length = 0;
        return 0;
    }
    used = __wctomb_crt(bytes, wchar);
    if (length != NULL)
        *length = used;
    if (used < 0)
        return errno = EILSEQ;
    _VALIDATE_RETURN_ERRCODE((size_t)used <= size, ERANGE);
    memcpy(s, bytes, used);
    return 0;
}

/* Without a destination only counts. */
_CRTIMP size_t __cdecl mbstowcs(wchar_t *dest, const char *src, size_t n)
{
    size_t count = 0;
    wchar_t wide;

    _VALIDATE_RETURN(src != NULL, EINVAL, (size_t)-1);
    while (dest == NULL || count < n) {
        int used = __mbtowc_crt(&wide, src, 8);

        if (used < 0) {
            errno = EILSEQ;
            return (size_t)-1;
        }
        if (dest != NULL)
            dest[count] = wide;
        if (used == 0)
            break;
        src += used;
        count++;
    }
    return count;
}

_CRTIMP size_t __cdecl wcstombs(char *dest, const wchar_t *src, size_t n)
{
    size_t count = 0;
    char bytes[8];

    _VALIDATE_RETURN(src != NULL, EINVAL, (size_t)-1);
    for (; *src; src++) {
        int used = __wctomb_crt(bytes, *src);

        if (used < 0) {
            errno = EILSEQ;
            return (size_t)-1;
        }
        if (dest != NULL) {
            if (count + used > n)
                return count;
            memcpy(dest + count, bytes, used);
        }
        count += used;
    }
    if (dest != NULL && count < n)
        dest[count] = '\0';
    return count;
}

_CRTIMP errno_t __cdecl mbstowcs_s(size_t *converted, wchar_t *dest, size_t size, const char *src, size_t n)
{
    size_t count;

    if (converted != NULL)
        *converted = 0;
    _VALIDATE_RETURN_ERRCODE((dest == NULL && size == 0) || (dest != NULL && size > 0), EINVAL);
    if (dest != NULL)
        dest[0] = 0;
    count = mbstowcs(dest, src, dest == NULL ? 0 : n < size ? n : size);
    if (count == (size_t)-1)
        return errno;
    if (dest != NULL) {
        if (count >= size) {
            if (n != _TRUNCATE) {
                dest[0] = 0;
                _VALIDATE_RETURN_ERRCODE(size > count, ERANGE);
            }
            count = size - 1;
        }
        dest[count] = 0;
    }
    if (converted != NULL)
        *converted = count + 1;
    return 0;
}

_CRTIMP errno_t __cdecl wcstombs_s(size_t *converted, char *dest, size_t size, const wchar_t *src, size_t n)
{
    size_t count;

    if (converted != NULL)
        *converted = 0;
    _VALIDATE_RETURN_ERRCODE((dest == NULL && size == 0) || (dest != NULL && size > 0), EINVAL);
    if (dest != NULL)
        dest[0] = '\0';
    count = wcstombs(dest, src, dest == NULL ? 0 : n < size ? n : size);
    if (count == (size_t)-1)
        return errno;
    if (dest != NULL) {
        if (count >= size) {
            if (n != _TRUNCATE) {
                dest[0] = '\0';
                _VALIDATE_RETURN_ERRCODE(size > count, ERANGE);
            }
            count = size - 1;
        }
        dest[count] = '\0';
    }
    if (converted != NULL)
        *converted = count + 1;
    return 0;
}

_CRTIMP wint_t __cdecl btowc(int c)
{
    return c == EOF || c > 255 || (__lc_codepage != 0 && c > 127) ? WEOF : (wint_t)c;
}

_CRTIMP int __cdecl wctob(wint_t c)
{
    return c > 255 || (__lc_codepage != 0 && c > 127) ? EOF : c;
}

_CRTIMP int __cdecl mbsinit(const mbstate_t *state)
{
    return state == NULL || *state == 0;
}

_CRTIMP size_t __cdecl mbrtowc(wchar_t *dest, const char *src, size_t n, mbstate_t *state)
{
    (void)state;
    return (size_t)mbtowc(dest, src, n);
}

_CRTIMP size_t __cdecl mbrlen(const char *src, size_t n, mbstate_t *state)
{
    (void)state;
    return (size_t)mbtowc(NULL, src, n);
}

_CRTIMP size_t __cdecl wcrtomb(char *dest, wchar_t c, mbstate_t *state)
{
    (void)state;
    return (size_t)wctomb(dest, c);
}
