/* _flsbuf.c - a character for a stream whose buffer is full or not there yet; writing out of buffers. */
#include "internal.h"
#include <io.h>

_CRTIMP int __cdecl _flsbuf(int ch, FILE *stream)
{
    int fh, charcount = 0, written = 0;

    if (!(stream->_flag & (_IOWRT | _IORW))) {
        errno = EBADF;
        stream->_flag |= _IOERR;
        return EOF;
    }
    if (stream->_flag & _IOSTRG) {
        /* The string is full. */
        errno = ERANGE;
        stream->_flag |= _IOERR;
        return EOF;
    }
    fh = _fileno(stream);
    if (stream->_flag & _IOREAD) {
        stream->_cnt = 0;
        if (!(stream->_flag & _IOEOF)) {
            stream->_flag |= _IOERR;
            return EOF;
        }
        stream->_ptr = stream->_base;
        stream->_flag &= ~_IOREAD;
    }
    stream->_flag |= _IOWRT;
    stream->_flag &= ~_IOEOF;
    stream->_cnt = 0;
    if (!anybuf(stream) && !((stream == stdout || stream == stderr) && _isatty(fh)))
        _getbuf(stream);
    if (bigbuf(stream)) {
        charcount = (int)(stream->_ptr - stream->_base);
        stream->_ptr = stream->_base + 1;
        stream->_cnt = stream->_bufsiz - 1;
        if (charcount > 0)
            written = _write(fh, stream->_base, charcount);
        else if (_is_open(fh) && (_osfile(fh) & FAPPEND) && _lseeki64(fh, 0, SEEK_END) == -1) {
            stream->_flag |= _IOERR;
            return EOF;
        }
        *stream->_base = (char)ch;
    } else {
        char character = (char)ch;

        charcount = 1;
        written = _write(fh, &character, 1);
    }
    if (written != charcount) {
        stream->_flag |= _IOERR;
        return EOF;
    }
    return ch & 0xff;
}

/* Writes what is in the buffer; the buffer is empty afterwards. */
int __cdecl _flush(FILE *stream)
{
    int rc = 0;
    int nchar;

    if ((stream->_flag & (_IOREAD | _IOWRT)) == _IOWRT && bigbuf(stream) && (nchar = (int)(stream->_ptr - stream->_base)) > 0) {
        if (_write(_fileno(stream), stream->_base, nchar) == nchar) {
            if (stream->_flag & _IORW)
                stream->_flag &= ~_IOWRT;
        } else {
            stream->_flag |= _IOERR;
            rc = EOF;
        }
    }
    stream->_ptr = stream->_base;
    stream->_cnt = 0;
    return rc;
}

_CRTIMP int __cdecl fflush(FILE *stream)
{
    int rc;

    if (stream == NULL)
        return _flushall() == -1 ? EOF : 0;
    _lock_file(stream);
    rc = _flush(stream);
    if (rc == 0 && (stream->_flag & _IOCOMMIT))
        rc = _commit(_fileno(stream)) ? EOF : 0;
    _unlock_file(stream);
    return rc;
}

/* How many streams were flushed. Input streams lose what they have read ahead. */
_CRTIMP int __cdecl _flushall(void)
{
    int i, count = 0;

    if (__piob == NULL)
        return 0;
    for (i = 0; i < _nstream; i++) {
        FILE *stream = (FILE *)__piob[i];

        if (stream != NULL && inuse(stream) && fflush(stream) != EOF)
            count++;
    }
    return count;
}
