/*
 * setlocal.c - locales. Programs start in "C": a byte is a character, wide characters above 255 cannot be written. Every other
 * name is accepted as itself and means the code page of this world, UTF-8 (65001); numbers and dates stay as in "C".
 */
#include "internal.h"
#include <locale.h>
#include <wchar.h>

#define LC_NAME_SIZE 64

/* 0: the locale "C". */
int __lc_codepage = 0;
static char _locale_name[LC_NAME_SIZE] = "C";
static wchar_t _wlocale_name[LC_NAME_SIZE];

static struct lconv __lconv_c = {
    ".", "", "", "", "", "", "", "", "", "", CHAR_MAX, CHAR_MAX, CHAR_MAX, CHAR_MAX, CHAR_MAX, CHAR_MAX, CHAR_MAX, CHAR_MAX
};

_CRTIMP char *__cdecl setlocale(int category, const char *locale)
{
    _VALIDATE_RETURN(category >= LC_MIN && category <= LC_MAX, EINVAL, NULL);
    if (locale == NULL)
        return _locale_name;
    if (strlen(locale) >= LC_NAME_SIZE - 1)
        return NULL;
    _lock(_SETLOCALE_LOCK);
    if (strcmp(locale, "C") == 0 || strcmp(locale, "POSIX") == 0) {
        strcpy(_locale_name, "C");
        if (category == LC_ALL || category == LC_CTYPE)
            __lc_codepage = 0;
    } else {
        strcpy(_locale_name, *locale ? locale : "English_United States.65001");
        if (category == LC_ALL || category == LC_CTYPE)
            __lc_codepage = 65001;
    }
    _unlock(_SETLOCALE_LOCK);
    return _locale_name;
}

_CRTIMP wchar_t *__cdecl _wsetlocale(int category, const wchar_t *locale)
{
    char name[LC_NAME_SIZE];
    char *result;
    int i;

    if (locale != NULL) {
        for (i = 0; i < LC_NAME_SIZE - 1 && locale[i]; i++)
            name[i] = (char)locale[i];
        name[i] = '\0';
    }
    result = setlocale(category, locale == NULL ? NULL : name);
    if (result == NULL)
        return NULL;
    for (i = 0; result[i]; i++)
        _wlocale_name[i] = (unsigned char)result[i];
    _wlocale_name[i] = 0;
    return _wlocale_name;
}

_CRTIMP struct lconv *__cdecl localeconv(void)
{
    return &__lconv_c;
}

_CRTIMP int __cdecl ___mb_cur_max_func(void)
{
    return __lc_codepage == 0 ? 1 : 4;
}

/* Half of a surrogate pair waits here for the other. */
static wchar_t _high_surrogate = 0;

/* The bytes of a wide character; 0 for the first half of a pair, -1 if there are none. */
int __cdecl __wctomb_crt(char *s, wchar_t wchar)
{
    unsigned long code = wchar;

    if (__lc_codepage == 0) {
        if (wchar > 255)
            return -1;
        *s = (char)wchar;
        return 1;
    }
    if (code < 0x80) {
        s[0] = (char)code;
        return 1;
    }
    if (code < 0x800) {
        s[0] = (char)(0xC0 | code >> 6);
        s[1] = (char)(0x80 | (code & 0x3F));
        return 2;
    }
    if (code >= 0xD800 && code < 0xDC00) {
        _high_surrogate = wchar;
        return 0;
    }
    if (code >= 0xDC00 && code < 0xE000) {
        if (_high_surrogate == 0)
            return -1;
        code = 0x10000 + (((unsigned long)_high_surrogate & 0x3FF) << 10) + (code & 0x3FF);
        _high_surrogate = 0;
        s[0] = (char)(0xF0 | code >> 18);
        s[1] = (char)(0x80 | (code >> 12 & 0x3F));
        s[2] = (char)(0x80 | (code >> 6 & 0x3F));
        s[3] = (char)(0x80 | (code & 0x3F));
        return 4;
    }
    s[0] = (char)(0xE0 | code >> 12);
    s[1] = (char)(0x80 | (code >> 6 & 0x3F));
    s[2] = (char)(0x80 | (code & 0x3F));
    return 3;
}

/* How many bytes the next character has (0: it is the end mark, -1: none or not whole). */
int __cdecl __mbtowc_crt(wchar_t *pwc, const char *s, size_t n)
{
    unsigned char first;
    int more, i;
    unsigned long code;

    if (n == 0)
        return -1;
    first = (unsigned char)*s;
    if (__lc_codepage == 0 || first < 0x80) {
        *pwc = first;
        return first != 0;
    }
    more = first >= 0xF0 ? 3 : first >= 0xE0 ? 2 : first >= 0xC0 ? 1 : -1;
    if (more < 0 || (size_t)more >= n)
        return -1;
    code = first & (0x3F >> more);
    for (i = 1; i <= more; i++) {
        if ((s[i] & 0xC0) != 0x80)
            return -1;
        code = code << 6 | (s[i] & 0x3F);
    }
    *pwc = code > 0xFFFF ? (wchar_t)'?' : (wchar_t)code;
    return more + 1;
}
