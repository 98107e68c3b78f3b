/* write.c - _write: bytes to a file. In text mode LF becomes CR LF. */
#include "internal.h"
#include <io.h>

#define BUF_SIZE 1024
#define LF '\n'
#define CR '\r'

/* All at once; the number of bytes written, -1 with the error of Windows in *error if nothing could be. */
static int _WriteRaw(int fh, const char *buf, unsigned cnt, DWORD *error)
{
    DWORD written = 0;

    if (_osfhnd(fh) == (intptr_t)-2)
        return (int)cnt;
    if (!WriteFile((HANDLE)_osfhnd(fh), buf, cnt, &written, NULL)) {
        *error = GetLastError();
        return -1;
    }
    return (int)written;
}

/* Piece by piece through a buffer that has room for the CRs. Gives how many of the caller's characters are out. */
static int _WriteText(int fh, const char *buf, unsigned cnt, DWORD *error)
{
    char lfbuf[BUF_SIZE + 1];
    unsigned done = 0;

    while (done < cnt) {
        unsigned next = done;
        int used = 0, lfcount = 0, written;

        while (used < BUF_SIZE && next < cnt) {
            char ch = buf[next++];

            if (ch == LF) {
                lfbuf[used++] = CR;
                ++lfcount;
            }
            lfbuf[used++] = ch;
        }
        written = _WriteRaw(fh, lfbuf, used, error);
        if (written < 0)
            return done ? (int)done : -1;
        if (written < used)
            return (int)done + max(written - lfcount, 0);
        done = next;
    }
    return (int)done;
}

_CRTIMP int __cdecl _write(int fh, const void *buf, unsigned cnt)
{
    DWORD dosretval = 0;
    int written;

    _VALIDATE_RETURN(_is_open(fh), EBADF, -1);
    if (cnt == 0)
        return 0;
    _VALIDATE_RETURN(buf != NULL, EINVAL, -1);
    if (_osfile(fh) & FAPPEND)
        _lseeki64(fh, 0, 2);
    written = _osfile(fh) & FTEXT ? _WriteText(fh, (const char *)buf, cnt, &dosretval) : _WriteRaw(fh, (const char *)buf, cnt, &dosretval);
    if (written > 0)
        return written;
    if (dosretval != 0) {
        if (dosretval == ERROR_ACCESS_DENIED) {
            errno = EBADF;
            _doserrno = dosretval;
        } else {
            _dosmaperr(dosretval);
        }
        return -1;
    }
    /* A device takes a Ctrl-Z without writing it. */
    if ((_osfile(fh) & FDEV) && *(const char *)buf == 26)
        return 0;
    errno = ENOSPC;
    _doserrno = 0;
    return -1;
}
