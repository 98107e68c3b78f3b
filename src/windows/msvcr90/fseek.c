/* fseek.c - positions in streams, their state, their buffers. */
#include "internal.h"
#include <io.h>

/* The position counts the bytes of the file, so in text mode each LF in the buffer was two of them. */
__int64 __cdecl _ftell_nolock(FILE *str)
{
    int fd = _fileno(str);
    __int64 filepos;
    int offset;
    char *p;

    if (str->_cnt < 0)
        str->_cnt = 0;
    filepos = _lseeki64(fd, 0, 1);
    if (filepos < 0)
        return -1;
    if (!bigbuf(str))
        return filepos - str->_cnt;
    offset = (int)(str->_ptr - str->_base);
    if (str->_flag & (_IOWRT | _IOREAD)) {
        if (_osfile(fd) & FTEXT) {
            for (p = str->_base; p < str->_ptr; p++) {
                if (*p == '\n')
                    ++offset;
            }
        }
    } else if (!(str->_flag & _IORW)) {
        errno = EINVAL;
        return -1;
    }
    if (filepos == 0 && !(str->_flag & _IOREAD))
        return offset;
    if (str->_flag & _IOREAD) {
        int rdcnt;

        if (str->_cnt == 0 && offset == 0)
            return filepos;
        /* What was read from the file: up to here, and what is still in the buffer. */
        rdcnt = str->_cnt;
        if (_osfile(fd) & FTEXT) {
            for (p = str->_ptr; p < str->_ptr + str->_cnt; p++) {
                if (*p == '\n')
                    ++rdcnt;
            }
            if (str->_flag & _IOCTRLZ)
                ++rdcnt;
        }
        return filepos - rdcnt;
    }
    return filepos + offset;
}

int __cdecl _fseek_nolock(FILE *str, __int64 offset, int whence)
{
    if (!inuse(str)) {
        errno = EINVAL;
        return -1;
    }
    str->_flag &= ~_IOEOF;
    if (whence == SEEK_CUR) {
        offset += _ftell_nolock(str);
        whence = SEEK_SET;
    }
    _flush(str);
    if (str->_flag & _IORW)
        str->_flag &= ~(_IOWRT | _IOREAD);
    return _lseeki64(_fileno(str), offset, whence) == -1 ? -1 : 0;
}

_CRTIMP int __cdecl _fseeki64(FILE *stream, __int64 offset, int whence)
{
    int retval;

    _VALIDATE_RETURN(stream != NULL, EINVAL, -1);
    _VALIDATE_RETURN(whence == SEEK_SET || whence == SEEK_CUR || whence == SEEK_END, EINVAL, -1);
    _lock_file(stream);
    retval = _fseek_nolock(stream, offset, whence);
    _unlock_file(stream);
    return retval;
}

_CRTIMP int __cdecl fseek(FILE *stream, long offset, int whence)
{
    return _fseeki64(stream, offset, whence);
}

_CRTIMP __int64 __cdecl _ftelli64(FILE *stream)
{
    __int64 retval;

    _VALIDATE_RETURN(stream != NULL, EINVAL, -1);
    _lock_file(stream);
    retval = _ftell_nolock(stream);
    _unlock_file(stream);
    return retval;
}

_CRTIMP long __cdecl ftell(FILE *stream)
{
    return (long)_ftelli64(stream);
}

_CRTIMP void __cdecl rewind(FILE *stream)
{
    _VALIDATE_RETURN_VOID(stream != NULL, EINVAL);
    _lock_file(stream);
    _fseek_nolock(stream, 0, SEEK_SET);
    stream->_flag &= ~(_IOERR | _IOEOF);
    _unlock_file(stream);
}

_CRTIMP int __cdecl fgetpos(FILE *stream, fpos_t *pos)
{
    _VALIDATE_RETURN(pos != NULL, EINVAL, -1);
    *pos = _ftelli64(stream);
    return *pos != -1 ? 0 : -1;
}

_CRTIMP int __cdecl fsetpos(FILE *stream, const fpos_t *pos)
{
    _VALIDATE_RETURN(pos != NULL, EINVAL, -1);
    return _fseeki64(stream, *pos, SEEK_SET);
}

_CRTIMP int __cdecl feof(FILE *stream)
{
    _VALIDATE_RETURN(stream != NULL, EINVAL, 0);
    return stream->_flag & _IOEOF;
}

_CRTIMP int __cdecl ferror(FILE *stream)
{
    _VALIDATE_RETURN(stream != NULL, EINVAL, 0);
    return stream->_flag & _IOERR;
}

_CRTIMP errno_t __cdecl clearerr_s(FILE *stream)
{
    _VALIDATE_RETURN_ERRCODE(stream != NULL, EINVAL);
    stream->_flag &= ~(_IOERR | _IOEOF);
    if (_is_open(stream->_file))
        _osfile(stream->_file) &= ~FEOFLAG;
    return 0;
}

_CRTIMP void __cdecl clearerr(FILE *stream)
{
    clearerr_s(stream);
}

_CRTIMP int __cdecl _fileno(FILE *stream)
{
    _VALIDATE_RETURN(stream != NULL, EINVAL, -1);
    return stream->_file;
}

_CRTIMP int __cdecl setvbuf(FILE *stream, char *buffer, int type, size_t size)
{
    _VALIDATE_RETURN(stream != NULL, EINVAL, -1);
    _VALIDATE_RETURN(type == _IOFBF || type == _IOLBF || type == _IONBF, EINVAL, -1);
    _VALIDATE_RETURN(type == _IONBF || (size >= 2 && size <= INT_MAX), EINVAL, -1);
    _lock_file(stream);
    size &= ~(size_t)1;
    _flush(stream);
    _freebuf(stream);
    stream->_flag &= ~(_IOMYBUF | _IOYOURBUF | _IONBF | _IOSETVBUF | _IOFEOF | _IOFLRTN | _IOCTRLZ);
    if (type == _IONBF) {
        stream->_flag |= _IONBF;
        buffer = (char *)&stream->_charbuf;
        size = 2;
    } else if (buffer == NULL) {
        buffer = (char *)_malloc_crt(size);
        if (buffer == NULL) {
            _unlock_file(stream);
            return -1;
        }
        stream->_flag |= _IOMYBUF | _IOSETVBUF;
    } else {
        stream->_flag |= _IOYOURBUF | _IOSETVBUF;
    }
    stream->_bufsiz = (int)size;
    stream->_ptr = stream->_base = buffer;
    stream->_cnt = 0;
    _unlock_file(stream);
    return 0;
}

_CRTIMP void __cdecl setbuf(FILE *stream, char *buffer)
{
    if (buffer == NULL)
        setvbuf(stream, NULL, _IONBF, 0);
    else
        setvbuf(stream, buffer, _IOFBF, BUFSIZ);
}

_CRTIMP int __cdecl _getmaxstdio(void)
{
    return _nstream;
}
