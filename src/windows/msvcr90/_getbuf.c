/*
 * _getbuf.c - buffers of streams: a stream gets its buffer with the first read or write.
 *
 * stdout and stderr have none when they are devices (what is printed appears at once). The printf family and others lend
 * them one for the time of a call, so that not each character is written alone: _stbuf, _ftbuf.
 */
#include "internal.h"
#include <io.h>

static char *_stdbuf[2] = { NULL, NULL };

void __cdecl _getbuf(FILE *stream)
{
    stream->_base = (char *)_malloc_crt(_INTERNAL_BUFSIZ);
    if (stream->_base != NULL) {
        stream->_flag |= _IOMYBUF;
        stream->_bufsiz = _INTERNAL_BUFSIZ;
    } else {
        stream->_flag |= _IONBF;
        stream->_base = (char *)&stream->_charbuf;
        stream->_bufsiz = 2;
    }
    stream->_ptr = stream->_base;
    stream->_cnt = 0;
}

void __cdecl _freebuf(FILE *stream)
{
    if (inuse(stream) && (stream->_flag & _IOMYBUF)) {
        _free_crt(stream->_base);
        stream->_flag &= ~(_IOMYBUF | _IOSETVBUF);
        stream->_base = stream->_ptr = NULL;
        stream->_cnt = 0;
    }
}

/* Lends a buffer to stdout or stderr if it is a device and has none. TRUE: _ftbuf must take it back. */
int __cdecl _stbuf(FILE *stream)
{
    int index;

    if (!_isatty(_fileno(stream)))
        return FALSE;
    if (stream == stdout)
        index = 0;
    else if (stream == stderr)
        index = 1;
    else
        return FALSE;
    if (anybuf(stream))
        return FALSE;
    if (_stdbuf[index] == NULL && (_stdbuf[index] = (char *)_malloc_crt(_INTERNAL_BUFSIZ)) == NULL) {
        stream->_ptr = stream->_base = (char *)&stream->_charbuf;
        stream->_cnt = stream->_bufsiz = 2;
    } else {
        stream->_ptr = stream->_base = _stdbuf[index];
        stream->_cnt = stream->_bufsiz = _INTERNAL_BUFSIZ;
    }
    stream->_flag |= _IOWRT | _IOYOURBUF | _IOFLRTN;
    return TRUE;
}

void __cdecl _ftbuf(int flag, FILE *stream)
{
    if (flag && (stream->_flag & _IOFLRTN)) {
        _flush(stream);
        stream->_flag &= ~(_IOYOURBUF | _IOFLRTN);
        stream->_bufsiz = 0;
        stream->_base = stream->_ptr = NULL;
        stream->_cnt = 0;
    }
}
