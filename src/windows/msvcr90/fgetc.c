/* fgetc.c - single characters and lines of streams. */
#include "internal.h"
#include <io.h>

_CRTIMP int __cdecl fgetc(FILE *stream)
{
    int c;

    _VALIDATE_RETURN(stream != NULL, EINVAL, EOF);
    _lock_file(stream);
    c = _getc_nolock(stream);
    _unlock_file(stream);
    return c;
}

_CRTIMP int __cdecl getc(FILE *stream)
{
    return fgetc(stream);
}

_CRTIMP int __cdecl getchar(void)
{
    return fgetc(stdin);
}

_CRTIMP int __cdecl _fgetchar(void)
{
    return fgetc(stdin);
}

_CRTIMP int __cdecl fputc(int ch, FILE *stream)
{
    int retval;

    _VALIDATE_RETURN(stream != NULL, EINVAL, EOF);
    _lock_file(stream);
    retval = _putc_nolock(ch, stream);
    _unlock_file(stream);
    return retval;
}

_CRTIMP int __cdecl putc(int ch, FILE *stream)
{
    return fputc(ch, stream);
}

_CRTIMP int __cdecl putchar(int ch)
{
    return fputc(ch, stdout);
}

_CRTIMP int __cdecl _fputchar(int ch)
{
    return fputc(ch, stdout);
}

int __cdecl _ungetc_nolock(int ch, FILE *stream)
{
    if (ch == EOF || !((stream->_flag & _IOREAD) || ((stream->_flag & _IORW) && !(stream->_flag & _IOWRT))))
        return EOF;
    if (stream->_base == NULL && !(stream->_flag & _IOSTRG))
        _getbuf(stream);
    if (stream->_ptr == stream->_base) {
        if (stream->_cnt)
            return EOF;
        stream->_ptr++;
    }
    if (stream->_flag & _IOSTRG) {
        /* A string that is read is not written to: only the same character goes back. */
        if (*--stream->_ptr != (char)ch) {
            ++stream->_ptr;
            return EOF;
        }
    } else {
        *--stream->_ptr = (char)ch;
    }
    stream->_cnt++;
    stream->_flag &= ~_IOEOF;
    stream->_flag |= _IOREAD;
    return 0xff & ch;
}

_CRTIMP int __cdecl ungetc(int ch, FILE *stream)
{
    int retval;

    _VALIDATE_RETURN(stream != NULL, EINVAL, EOF);
    _lock_file(stream);
    retval = _ungetc_nolock(ch, stream);
    _unlock_file(stream);
    return retval;
}

/* A line with its LF; NULL if the file is at its end. */
_CRTIMP char *__cdecl fgets(char *string, int count, FILE *stream)
{
    char *pointer = string;
    int ch;

    _VALIDATE_RETURN(string != NULL || count == 0, EINVAL, NULL);
    _VALIDATE_RETURN(count >= 0, EINVAL, NULL);
    _VALIDATE_RETURN(stream != NULL, EINVAL, NULL);
    if (count == 0)
        return NULL;
    _lock_file(stream);
    while (--count) {
        ch = _getc_nolock(stream);
        if (ch == EOF) {
            if (pointer == string) {
                _unlock_file(stream);
                return NULL;
            }
            break;
        }
        *pointer++ = (char)ch;
        if (ch == '\n')
            break;
    }
    *pointer = '\0';
    _unlock_file(stream);
    return string;
}

/* A line without its LF, however long it is: the caller cannot say how much room there is. */
_CRTIMP char *__cdecl gets(char *string)
{
    char *pointer = string;
    int ch;

    _VALIDATE_RETURN(string != NULL, EINVAL, NULL);
    _lock_file(stdin);
    ch = _getc_nolock(stdin);
    if (ch == EOF) {
        _unlock_file(stdin);
        return NULL;
    }
    while (ch != '\n' && ch != EOF) {
        *pointer++ = (char)ch;
        ch = _getc_nolock(stdin);
    }
    *pointer = '\0';
    _unlock_file(stdin);
    return string;
}

_CRTIMP char *__cdecl gets_s(char *string, size_t size)
{
    size_t used = 0;
    int ch;

    _VALIDATE_RETURN(string != NULL && size > 0, EINVAL, NULL);
    _lock_file(stdin);
    ch = _getc_nolock(stdin);
    if (ch == EOF) {
        _unlock_file(stdin);
        return NULL;
    }
    while (ch != '\n' && ch != EOF) {
        if (used < size)
            string[used] = (char)ch;
        used++;
        ch = _getc_nolock(stdin);
    }
    _unlock_file(stdin);
    if (used >= size) {
        string[0] = '\0';
        _VALIDATE_RETURN(("Buffer too small", 0), ERANGE, NULL);
    }
    string[used] = '\0';
    return string;
}

_CRTIMP int __cdecl fputs(const char *string, FILE *stream)
{
    size_t length, done;

    _VALIDATE_RETURN(string != NULL, EINVAL, EOF);
    _VALIDATE_RETURN(stream != NULL, EINVAL, EOF);
    length = strlen(string);
    done = length == 0 ? 0 : fwrite(string, 1, length, stream);
    return done == length ? 0 : EOF;
}

_CRTIMP int __cdecl puts(const char *string)
{
    int buffing;
    size_t length, done;
    int retval = EOF;

    _VALIDATE_RETURN(string != NULL, EINVAL, EOF);
    _lock_file(stdout);
    buffing = _stbuf(stdout);
    length = strlen(string);
    done = length == 0 ? 0 : fwrite(string, 1, length, stdout);
    if (done == length && _putc_nolock('\n', stdout) != EOF)
        retval = 0;
    _ftbuf(buffing, stdout);
    _unlock_file(stdout);
    return retval;
}

_CRTIMP int __cdecl _getw(FILE *stream)
{
    int word = 0;

    if (fread(&word, sizeof(word), 1, stream) != 1)
        return EOF;
    return word;
}

_CRTIMP int __cdecl _putw(int word, FILE *stream)
{
    return fwrite(&word, sizeof(word), 1, stream) == 1 ? word : EOF;
}
