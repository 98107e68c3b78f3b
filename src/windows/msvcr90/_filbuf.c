/* _filbuf.c - the next character of a stream whose buffer is used up. */
#include "internal.h"
#include <io.h>

_CRTIMP int __cdecl _filbuf(FILE *stream)
{
    if (!inuse(stream) || (stream->_flag & _IOSTRG))
        return EOF;
    if (stream->_flag & _IOWRT) {
        stream->_flag |= _IOERR;
        return EOF;
    }
    stream->_flag |= _IOREAD;
    if (!anybuf(stream))
        _getbuf(stream);
    else
        stream->_ptr = stream->_base;
    if (stream->_flag & _IONBF) {
        stream->_base = stream->_ptr = (char *)&stream->_charbuf;
        stream->_bufsiz = 1;
    }
    stream->_cnt = _read(_fileno(stream), stream->_base, (unsigned)stream->_bufsiz);
    if (stream->_cnt == 0 || stream->_cnt == -1) {
        stream->_flag |= stream->_cnt ? _IOERR : _IOEOF;
        stream->_cnt = 0;
        return EOF;
    }
    /* A Ctrl-Z was the end: ftell must know that the file goes on behind it. */
    if (!(stream->_flag & (_IOWRT | _IORW)) && _is_open(_fileno(stream))
        && (_osfile(_fileno(stream)) & (FTEXT | FEOFLAG)) == (FTEXT | FEOFLAG))
        stream->_flag |= _IOCTRLZ;
    if (stream->_bufsiz == _SMALL_BUFSIZ && (stream->_flag & _IOMYBUF) && !(stream->_flag & _IOSETVBUF))
        stream->_bufsiz = _INTERNAL_BUFSIZ;
    stream->_cnt--;
    return 0xff & *stream->_ptr++;
}
