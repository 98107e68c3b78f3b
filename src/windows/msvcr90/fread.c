/* fread.c - blocks of bytes from and to streams. */
#include "internal.h"
#include <io.h>

static size_t _fread_nolock(char *data, size_t total, FILE *stream)
{
    size_t count = total;
    unsigned bufsize = anybuf(stream) ? (unsigned)stream->_bufsiz : _INTERNAL_BUFSIZ;

    while (count != 0) {
        if (anybuf(stream) && stream->_cnt > 0) {
            size_t nbytes = count < (size_t)stream->_cnt ? count : (size_t)stream->_cnt;

            memcpy(data, stream->_ptr, nbytes);
            count -= nbytes;
            stream->_cnt -= (int)nbytes;
            stream->_ptr += nbytes;
            data += nbytes;
        } else if (count >= bufsize && !(stream->_flag & _IOSTRG)) {
            /* More than a buffer: straight from the file, in multiples of the buffer's size. */
            unsigned nbytes = bufsize ? (unsigned)(count > INT_MAX ? INT_MAX : count) : (unsigned)count;
            int nread;

            if (bufsize)
                nbytes -= nbytes % bufsize;
            stream->_cnt = 0;
            nread = _read(_fileno(stream), data, nbytes);
            if (nread == 0) {
                stream->_flag |= _IOEOF;
                break;
            }
            if (nread < 0) {
                stream->_flag |= _IOERR;
                break;
            }
            count -= nread;
            data += nread;
        } else {
            int c = _filbuf(stream);

            if (c == EOF)
                break;
            *data++ = (char)c;
            --count;
            bufsize = (unsigned)stream->_bufsiz;
        }
    }
    return total - count;
}

_CRTIMP size_t __cdecl fread(void *buffer, size_t size, size_t num, FILE *stream)
{
    size_t done;

    if (size == 0 || num == 0)
        return 0;
    _VALIDATE_RETURN(stream != NULL, EINVAL, 0);
    _VALIDATE_RETURN(buffer != NULL && num <= SIZE_MAX / size, EINVAL, 0);
    _lock_file(stream);
    done = _fread_nolock((char *)buffer, size * num, stream);
    _unlock_file(stream);
    return done / size;
}

_CRTIMP size_t __cdecl fread_s(void *buffer, size_t bufferSize, size_t size, size_t num, FILE *stream)
{
    if (size == 0 || num == 0)
        return 0;
    _VALIDATE_RETURN(num <= bufferSize / size, ERANGE, 0);
    return fread(buffer, size, num, stream);
}

static size_t _fwrite_nolock(const char *data, size_t total, FILE *stream)
{
    size_t count = total;
    unsigned bufsize = anybuf(stream) ? (unsigned)stream->_bufsiz : _INTERNAL_BUFSIZ;

    while (count != 0) {
        if (bigbuf(stream) && stream->_cnt > 0) {
            size_t nbytes = count < (size_t)stream->_cnt ? count : (size_t)stream->_cnt;

            memcpy(stream->_ptr, data, nbytes);
            count -= nbytes;
            stream->_cnt -= (int)nbytes;
            stream->_ptr += nbytes;
            data += nbytes;
        } else if (count >= bufsize && (stream->_flag & _IOWRT)) {
            unsigned nbytes = (unsigned)(count > INT_MAX ? INT_MAX : count);
            int nwritten;

            if (bigbuf(stream) && _flush(stream))
                break;
            if (bufsize)
                nbytes -= nbytes % bufsize;
            nwritten = _write(_fileno(stream), data, nbytes);
            if (nwritten < 0) {
                stream->_flag |= _IOERR;
                break;
            }
            count -= nwritten;
            data += nwritten;
            if ((unsigned)nwritten < nbytes) {
                stream->_flag |= _IOERR;
                break;
            }
        } else {
            if (_flsbuf(*data, stream) == EOF)
                break;
            ++data;
            --count;
            bufsize = stream->_bufsiz > 0 ? (unsigned)stream->_bufsiz : 1;
        }
    }
    return total - count;
}

_CRTIMP size_t __cdecl fwrite(const void *buffer, size_t size, size_t num, FILE *stream)
{
    size_t done;
    int buffing;

    if (size == 0 || num == 0)
        return 0;
    _VALIDATE_RETURN(stream != NULL, EINVAL, 0);
    _VALIDATE_RETURN(buffer != NULL && num <= SIZE_MAX / size, EINVAL, 0);
    _lock_file(stream);
    buffing = _stbuf(stream);
    done = _fwrite_nolock((const char *)buffer, size * num, stream);
    _ftbuf(buffing, stream);
    _unlock_file(stream);
    return done / size;
}
