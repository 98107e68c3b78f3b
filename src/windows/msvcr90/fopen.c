/* fopen.c - opening and closing streams. */
#include "internal.h"
#include <fcntl.h>
#include <io.h>
#include <share.h>

/* "rwa", then any of "+bt", and a few that only tune. FALSE: not a mode. */
static int _ParseMode(const char *mode, int *modeflag, int *streamflag)
{
    int commit = 0, whileflag = TRUE;

    while (*mode == ' ')
        mode++;
    switch (*mode) {
    case 'r':
        *modeflag = _O_RDONLY;
        *streamflag = _IOREAD;
        break;
    case 'w':
        *modeflag = _O_TRUNC | _O_CREAT | _O_WRONLY;
        *streamflag = _IOWRT;
        break;
    case 'a':
        *modeflag = _O_APPEND | _O_CREAT | _O_WRONLY;
        *streamflag = _IOWRT;
        break;
    default:
        return FALSE;
    }
    while (*++mode && whileflag) {
        switch (*mode) {
        case ' ':
            break;
        case '+':
            if (*modeflag & _O_RDWR)
                return FALSE;
            *modeflag = (*modeflag | _O_RDWR) & ~(_O_RDONLY | _O_WRONLY);
            *streamflag = (*streamflag | _IORW) & ~(_IOREAD | _IOWRT);
            break;
        case 'b':
            *modeflag |= _O_BINARY;
            break;
        case 't':
            *modeflag |= _O_TEXT;
            break;
        case 'c':
            commit = _IOCOMMIT;
            break;
        case 'n':
            commit = 0;
            break;
        case 'S':
            *modeflag |= _O_SEQUENTIAL;
            break;
        case 'R':
            *modeflag |= _O_RANDOM;
            break;
        case 'T':
            *modeflag |= _O_SHORT_LIVED;
            break;
        case 'D':
            *modeflag |= _O_TEMPORARY;
            break;
        case 'N':
            *modeflag |= _O_NOINHERIT;
            break;
        case ',':
            whileflag = FALSE;
            break;
        default:
            return FALSE;
        }
    }
    *streamflag |= commit;
    return TRUE;
}

FILE *__cdecl _openfile(const char *filename, const char *mode, int shflag, FILE *str)
{
    int modeflag, streamflag, filedes;

    if (!_ParseMode(mode, &modeflag, &streamflag)) {
        errno = EINVAL;
        return NULL;
    }
    filedes = _sopen(filename, modeflag, shflag, 0x0180 /* _S_IREAD | _S_IWRITE */);
    if (filedes < 0)
        return NULL;
    str->_flag = streamflag;
    str->_cnt = 0;
    str->_tmpfname = str->_base = str->_ptr = NULL;
    str->_file = filedes;
    return str;
}

_CRTIMP FILE *__cdecl _fsopen(const char *file, const char *mode, int shflag)
{
    FILE *stream;
    FILE *retval;

    _VALIDATE_RETURN(file != NULL, EINVAL, NULL);
    _VALIDATE_RETURN(mode != NULL && *mode != '\0', EINVAL, NULL);
    stream = _getstream();
    if (stream == NULL) {
        errno = EMFILE;
        return NULL;
    }
    retval = *file == '\0' ? NULL : _openfile(file, mode, shflag, stream);
    if (*file == '\0')
        errno = EINVAL;
    _unlock_file(stream);
    return retval;
}

_CRTIMP FILE *__cdecl fopen(const char *file, const char *mode)
{
    return _fsopen(file, mode, _SH_DENYNO);
}

_CRTIMP errno_t __cdecl fopen_s(FILE **pfile, const char *file, const char *mode)
{
    _VALIDATE_RETURN_ERRCODE(pfile != NULL, EINVAL);
    *pfile = _fsopen(file, mode, _SH_SECURE);
    return *pfile != NULL ? 0 : errno;
}

/* Names and modes are turned into narrow ones. */
_CRTIMP FILE *__cdecl _wfsopen(const wchar_t *file, const wchar_t *mode, int shflag)
{
    char name[MAX_PATH * 3];
    char narrowMode[16];
    int i;

    _VALIDATE_RETURN(file != NULL, EINVAL, NULL);
    _VALIDATE_RETURN(mode != NULL && *mode != 0, EINVAL, NULL);
    if (WideCharToMultiByte(CP_ACP, 0, file, -1, name, sizeof(name), NULL, NULL) == 0) {
        errno = EINVAL;
        return NULL;
    }
    for (i = 0; i < 15 && mode[i]; i++)
        narrowMode[i] = (char)mode[i];
    narrowMode[i] = '\0';
    return _fsopen(name, narrowMode, shflag);
}

_CRTIMP FILE *__cdecl _wfopen(const wchar_t *file, const wchar_t *mode)
{
    return _wfsopen(file, mode, _SH_DENYNO);
}

_CRTIMP errno_t __cdecl _wfopen_s(FILE **pfile, const wchar_t *file, const wchar_t *mode)
{
    _VALIDATE_RETURN_ERRCODE(pfile != NULL, EINVAL);
    *pfile = _wfsopen(file, mode, _SH_SECURE);
    return *pfile != NULL ? 0 : errno;
}

_CRTIMP FILE *__cdecl _fdopen(int filedes, const char *mode)
{
    int modeflag, streamflag;
    FILE *stream;

    _VALIDATE_RETURN(mode != NULL, EINVAL, NULL);
    _VALIDATE_RETURN(_is_open(filedes), EBADF, NULL);
    if (!_ParseMode(mode, &modeflag, &streamflag)) {
        errno = EINVAL;
        return NULL;
    }
    stream = _getstream();
    if (stream == NULL) {
        errno = EMFILE;
        return NULL;
    }
    stream->_flag = streamflag;
    stream->_file = filedes;
    _unlock_file(stream);
    return stream;
}

int __cdecl _fclose_nolock(FILE *stream)
{
    int result = EOF;

    if (inuse(stream)) {
        result = _flush(stream);
        _freebuf(stream);
        if (_close(_fileno(stream)) < 0)
            result = EOF;
        if (stream->_tmpfname != NULL) {
            _unlink(stream->_tmpfname);
            _free_crt(stream->_tmpfname);
            stream->_tmpfname = NULL;
        }
    }
    stream->_flag = 0;
    return result;
}

_CRTIMP int __cdecl fclose(FILE *stream)
{
    int result;

    _VALIDATE_RETURN(stream != NULL, EINVAL, EOF);
    if (stream->_flag & _IOSTRG) {
        stream->_flag = 0;
        return EOF;
    }
    _lock_file(stream);
    result = _fclose_nolock(stream);
    _unlock_file(stream);
    return result;
}

/* Closes all but the first three. */
_CRTIMP int __cdecl _fcloseall(void)
{
    int i, count = 0;

    if (__piob == NULL)
        return 0;
    for (i = 3; i < _nstream; i++) {
        FILE *stream = (FILE *)__piob[i];

        if (stream == NULL)
            continue;
        if (inuse(stream) && fclose(stream) != EOF)
            count++;
        if (i >= _IOB_ENTRIES) {
            DeleteCriticalSection(&((_FILEX *)stream)->lock);
            _free_crt(stream);
            __piob[i] = NULL;
        }
    }
    return count;
}

_CRTIMP FILE *__cdecl freopen(const char *filename, const char *mode, FILE *str)
{
    FILE *stream;

    _VALIDATE_RETURN(mode != NULL, EINVAL, NULL);
    _VALIDATE_RETURN(str != NULL, EINVAL, NULL);
    _VALIDATE_RETURN(filename != NULL, EINVAL, NULL);
    _lock_file(str);
    if (inuse(str))
        _fclose_nolock(str);
    str->_ptr = str->_base = NULL;
    str->_cnt = str->_flag = 0;
    stream = _openfile(filename, mode, _SH_DENYNO, str);
    _unlock_file(str);
    return stream;
}

_CRTIMP errno_t __cdecl freopen_s(FILE **result, const char *filename, const char *mode, FILE *str)
{
    _VALIDATE_RETURN_ERRCODE(result != NULL, EINVAL);
    *result = freopen(filename, mode, str);
    return *result != NULL ? 0 : errno;
}
