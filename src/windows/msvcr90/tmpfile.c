/* tmpfile.c - names that no file has yet, and files that are gone when they are closed. */
#include "internal.h"
#include <fcntl.h>
#include <io.h>
#include <process.h>
#include <share.h>

/* Counts up with each name. */
static unsigned int _tempoff = 1;

/* "\s" process "." number, in base 32. Room for L_tmpnam characters. */
static int _NextName(char *name)
{
    char number[16];

    _lock(_TMPNAM_LOCK);
    do {
        strcpy(name, "\\s");
        strcat(name, _ultoa(GetCurrentProcessId(), number, 32));
        strcat(name, ".");
        strcat(name, _ultoa(_tempoff++, number, 32));
    } while (_access(name, 0) == 0 && _tempoff < TMP_MAX);
    _unlock(_TMPNAM_LOCK);
    return _tempoff < TMP_MAX;
}

_CRTIMP errno_t __cdecl tmpnam_s(char *buffer, size_t size)
{
    char name[L_tmpnam + 16];

    _VALIDATE_RETURN_ERRCODE(buffer != NULL && size > 0, EINVAL);
    *buffer = '\0';
    if (!_NextName(name))
        return ENOENT;
    _VALIDATE_RETURN_ERRCODE(strlen(name) < size, ERANGE);
    strcpy(buffer, name);
    return 0;
}

_CRTIMP char *__cdecl tmpnam(char *buffer)
{
    _ptiddata ptd = _getptd();

    if (buffer == NULL) {
        if (ptd->_namebuf0 == NULL)
            ptd->_namebuf0 = (char *)_malloc_crt(L_tmpnam + 16);
        buffer = ptd->_namebuf0;
    }
    return buffer != NULL && _NextName(buffer) ? buffer : NULL;
}

_CRTIMP FILE *__cdecl tmpfile(void)
{
    char name[L_tmpnam + 16];
    FILE *stream;

    if (!_NextName(name))
        return NULL;
    stream = _fsopen(name, "w+b", _SH_DENYNO);
    if (stream != NULL) {
        stream->_tmpfname = (char *)_malloc_crt(strlen(name) + 1);
        if (stream->_tmpfname != NULL)
            strcpy(stream->_tmpfname, name);
    }
    return stream;
}

_CRTIMP errno_t __cdecl tmpfile_s(FILE **stream)
{
    _VALIDATE_RETURN_ERRCODE(stream != NULL, EINVAL);
    *stream = tmpfile();
    return *stream != NULL ? 0 : errno;
}

/* Closes all temporary files. */
_CRTIMP int __cdecl _rmtmp(void)
{
    int i, count = 0;

    for (i = 0; __piob != NULL && i < _nstream; i++) {
        FILE *stream = (FILE *)__piob[i];

        if (stream != NULL && inuse(stream) && stream->_tmpfname != NULL) {
            fclose(stream);
            count++;
        }
    }
    return count;
}

_CRTIMP int __cdecl _getpid(void)
{
    return (int)GetCurrentProcessId();
}

/* The whole path of a name; without a buffer in memory that the caller frees. */
_CRTIMP char *__cdecl _fullpath(char *buffer, const char *path, size_t size)
{
    char full[_MAX_PATH];
    DWORD length;

    if (path == NULL || *path == '\0')
        path = ".";
    length = GetFullPathNameA(path, _MAX_PATH, full, NULL);
    if (length == 0 || length >= _MAX_PATH) {
        _dosmaperr(length == 0 ? GetLastError() : ERROR_INVALID_PARAMETER);
        return NULL;
    }
    if (buffer == NULL)
        return _strdup(full);
    if (length >= size) {
        errno = ERANGE;
        return NULL;
    }
    strcpy(buffer, full);
    return buffer;
}
