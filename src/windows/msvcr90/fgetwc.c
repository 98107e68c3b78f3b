/*
 * fgetwc.c - wide characters and lines of streams. In binary mode a wide character is two bytes, in text mode it is one
 * multibyte character.
 */
#include "internal.h"
#include <io.h>

static int _IsBinary(FILE *stream)
{
    int file = stream->_file;

    return !(stream->_flag & _IOSTRG) && _is_open(file) && !(_osfile(file) & FTEXT);
}

wint_t __cdecl _getwc_nolock(FILE *stream)
{
    char bytes[8];
    int count = 0, c;
    wchar_t wide;

    if (stream->_flag & _IOSTRG) {
        /* A wide string. */
        if (stream->_cnt < 2)
            return WEOF;
        stream->_cnt -= 2;
        wide = *(wchar_t *)stream->_ptr;
        stream->_ptr += 2;
        return wide;
    }
    if (_IsBinary(stream)) {
        if ((c = _getc_nolock(stream)) == EOF)
            return WEOF;
        bytes[0] = (char)c;
        if ((c = _getc_nolock(stream)) == EOF)
            return WEOF;
        return (wint_t)((unsigned char)bytes[0] | c << 8);
    }
    while (count < 4) {
        c = _getc_nolock(stream);
        if (c == EOF)
            return WEOF;
        bytes[count++] = (char)c;
        if (__mbtowc_crt(&wide, bytes, count) > 0)
            return wide;
        if (c == 0)
            return 0;
    }
    errno = EILSEQ;
    return WEOF;
}

wint_t __cdecl _putwc_nolock(wchar_t ch, FILE *stream)
{
    char bytes[8];
    int count, i;

    if (_IsBinary(stream)) {
        bytes[0] = (char)ch;
        bytes[1] = (char)(ch >> 8);
        count = 2;
    } else {
        count = __wctomb_crt(bytes, ch);
        if (count < 0) {
            errno = EILSEQ;
            return WEOF;
        }
    }
    for (i = 0; i < count; i++) {
        if (_putc_nolock(bytes[i], stream) == EOF)
            return WEOF;
    }
    return ch;
}

wint_t __cdecl _ungetwc_nolock(wint_t ch, FILE *stream)
{
    char bytes[8];
    int count;

    if (ch == WEOF)
        return WEOF;
    if (stream->_flag & _IOSTRG) {
        stream->_ptr -= 2;
        stream->_cnt += 2;
        return ch;
    }
    if (_IsBinary(stream)) {
        bytes[0] = (char)ch;
        bytes[1] = (char)(ch >> 8);
        count = 2;
    } else {
        count = __wctomb_crt(bytes, ch);
    }
    while (count > 0) {
        if (_ungetc_nolock(bytes[--count], stream) == EOF)
            return WEOF;
    }
    return ch;
}

_CRTIMP wint_t __cdecl fgetwc(FILE *stream)
{
    wint_t c;

    _VALIDATE_RETURN(stream != NULL, EINVAL, WEOF);
    _lock_file(stream);
    c = _getwc_nolock(stream);
    _unlock_file(stream);
    return c;
}

_CRTIMP wint_t __cdecl getwc(FILE *stream)
{
    return fgetwc(stream);
}

_CRTIMP wint_t __cdecl getwchar(void)
{
    return fgetwc(stdin);
}

_CRTIMP wint_t __cdecl _fgetwchar(void)
{
    return fgetwc(stdin);
}

_CRTIMP wint_t __cdecl fputwc(wchar_t ch, FILE *stream)
{
    wint_t c;
    int buffing;

    _VALIDATE_RETURN(stream != NULL, EINVAL, WEOF);
    _lock_file(stream);
    buffing = _stbuf(stream);
    c = _putwc_nolock(ch, stream);
    _ftbuf(buffing, stream);
    _unlock_file(stream);
    return c;
}

_CRTIMP wint_t __cdecl putwc(wchar_t ch, FILE *stream)
{
    return fputwc(ch, stream);
}

_CRTIMP wint_t __cdecl putwchar(wchar_t ch)
{
    return fputwc(ch, stdout);
}

_CRTIMP wint_t __cdecl _fputwchar(wchar_t ch)
{
    return fputwc(ch, stdout);
}

_CRTIMP wint_t __cdecl ungetwc(wint_t ch, FILE *stream)
{
    wint_t c;

    _VALIDATE_RETURN(stream != NULL, EINVAL, WEOF);
    _lock_file(stream);
    c = _ungetwc_nolock(ch, stream);
    _unlock_file(stream);
    return c;
}

_CRTIMP wchar_t *__cdecl fgetws(wchar_t *string, int count, FILE *stream)
{
    wchar_t *pointer = string;
    wint_t ch;

    _VALIDATE_RETURN(string != NULL || count == 0, EINVAL, NULL);
    _VALIDATE_RETURN(stream != NULL, EINVAL, NULL);
    if (count <= 0)
        return NULL;
    _lock_file(stream);
    while (--count) {
        ch = _getwc_nolock(stream);
        if (ch == WEOF) {
            if (pointer == string) {
                _unlock_file(stream);
                return NULL;
            }
            break;
        }
        *pointer++ = ch;
        if (ch == '\n')
            break;
    }
    *pointer = 0;
    _unlock_file(stream);
    return string;
}

_CRTIMP wchar_t *__cdecl _getws_s(wchar_t *string, size_t size)
{
    size_t used = 0;
    wint_t ch;

    _VALIDATE_RETURN(string != NULL && size > 0, EINVAL, NULL);
    ch = fgetwc(stdin);
    if (ch == WEOF)
        return NULL;
    while (ch != '\n' && ch != WEOF) {
        if (used < size)
            string[used] = ch;
        used++;
        ch = fgetwc(stdin);
    }
    if (used >= size) {
        string[0] = 0;
        _VALIDATE_RETURN(("Buffer too small", 0), ERANGE, NULL);
    }
    string[used] = 0;
    return string;
}

_CRTIMP wchar_t *__cdecl _getws(wchar_t *string)
{
    return _getws_s(string, INT_MAX);
}

_CRTIMP int __cdecl fputws(const wchar_t *string, FILE *stream)
{
    int buffing, retval = 0;

    _VALIDATE_RETURN(string != NULL, EINVAL, EOF);
    _VALIDATE_RETURN(stream != NULL, EINVAL, EOF);
    _lock_file(stream);
    buffing = _stbuf(stream);
    while (*string) {
        if (_putwc_nolock(*string++, stream) == WEOF) {
            retval = -1;
            break;
        }
    }
    _ftbuf(buffing, stream);
    _unlock_file(stream);
    return retval;
}

_CRTIMP int __cdecl _putws(const wchar_t *string)
{
    if (fputws(string, stdout) == -1)
        return -1;
    return fputwc('\n', stdout) == WEOF ? -1 : 0;
}
