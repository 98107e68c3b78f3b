/*
 * read.c - _read: bytes of a file. In text mode CR LF becomes LF, and a Ctrl-Z is the end of the file.
 */
#include "internal.h"
#include <io.h>

#define LF 10
#define CR 13
#define CTRLZ 26

/* What ReadFile gives. 0 at the end, -1 with errno set on failure. */
static int _ReadRaw(int fh, char *buf, unsigned cnt)
{
    DWORD os_read = 0;

    if (!ReadFile((HANDLE)_osfhnd(fh), buf, cnt, &os_read, NULL)) {
        DWORD error = GetLastError();

        if (error == ERROR_ACCESS_DENIED) {
            errno = EBADF;
            _doserrno = error;
            return -1;
        }
        if (error == ERROR_BROKEN_PIPE)
            return 0;
        _dosmaperr(error);
        return -1;
    }
    return (int)os_read;
}

/* Behind a CR at the end of what was read: gives the next character, or -1 at the end. */
static int _Peek(int fh)
{
    char peekchr;

    if (_ReadRaw(fh, &peekchr, 1) != 1)
        return -1;
    return (unsigned char)peekchr;
}

/* Makes text of bytes, in place: q never overtakes p. */
static int _TranslateText(int fh, char *buf, int bytes_read)
{
    char *p = buf;
    char *q = buf;
    char *end = buf + bytes_read;
    int next;

    if (bytes_read != 0 && *buf == LF)
        _osfile(fh) |= FCRLF;
    else
        _osfile(fh) &= ~FCRLF;
    while (p < end) {
        if (*p == CTRLZ) {
            if (!(_osfile(fh) & FDEV))
                _osfile(fh) |= FEOFLAG;
            else
                *q++ = *p;
            break;
        }
        if (*p != CR) {
            *q++ = *p++;
            continue;
        }
        if (p < end - 1) {
            if (p[1] == LF) {
                p += 2;
                *q++ = LF;
            } else {
                *q++ = *p++;
            }
            continue;
        }
        /* The CR is the last character: its LF may still be in the file. */
        ++p;
        next = _Peek(fh);
        if (next == -1) {
            *q++ = CR;
        } else if (_osfile(fh) & (FDEV | FPIPE)) {
            if (next == LF) {
                *q++ = LF;
            } else {
                *q++ = CR;
                _pipech(fh) = (char)next;
            }
        } else if (q == buf && next == LF) {
            *q++ = LF;
        } else {
            _lseeki64(fh, -1, 1);
            if (next != LF)
                *q++ = CR;
        }
    }
    return (int)(q - buf);
}

_CRTIMP int __cdecl _read(int fh, void *inputbuf, unsigned cnt)
{
    char *buffer = (char *)inputbuf;
    int ahead = 0;
    int bytes_read;

    _VALIDATE_RETURN(_is_open(fh), EBADF, -1);
    _VALIDATE_RETURN(cnt <= INT_MAX, EINVAL, -1);
    if (cnt == 0 || (_osfile(fh) & FEOFLAG))
        return 0;
    _VALIDATE_RETURN(inputbuf != NULL, EINVAL, -1);
    if ((_osfile(fh) & (FPIPE | FDEV)) && _pipech(fh) != LF) {
        *buffer++ = _pipech(fh);
        _pipech(fh) = LF;
        ahead = 1;
        cnt--;
    }
    bytes_read = _ReadRaw(fh, buffer, cnt);
    if (bytes_read < 0)
        return ahead ? ahead : -1;
    bytes_read += ahead;
    if (_osfile(fh) & FTEXT)
        bytes_read = _TranslateText(fh, (char *)inputbuf, bytes_read);
    return bytes_read;
}

_CRTIMP int __cdecl _eof(int fh)
{
    __int64 here, end;

    _VALIDATE_RETURN(_is_open(fh), EBADF, -1);
    here = _lseeki64(fh, 0, 1);
    if (here == -1)
        return -1;
    end = _lseeki64(fh, 0, 2);
    if (end == -1)
        return -1;
    if (here == end)
        return 1;
    _lseeki64(fh, here, 0);
    return 0;
}
