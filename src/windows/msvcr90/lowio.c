/* lowio.c - the small functions of low-level files: close, seek, duplicate, lengths, names. */
#include "internal.h"
#include <fcntl.h>
#include <io.h>
#include <sys/stat.h>

_CRTIMP int __cdecl _close(int fh)
{
    DWORD dosretval = 0;

    _VALIDATE_RETURN(_is_open(fh), EBADF, -1);
    /* 1 and 2 may share a handle; it is closed with the last of them. */
    if (_osfhnd(fh) != (intptr_t)INVALID_HANDLE_VALUE && _osfhnd(fh) != (intptr_t)-2
        && !((fh == 1 && _osfhnd(2) == _osfhnd(1) && (_osfile(2) & FOPEN)) || (fh == 2 && _osfhnd(1) == _osfhnd(2) && (_osfile(1) & FOPEN)))
        && !CloseHandle((HANDLE)_osfhnd(fh)))
        dosretval = GetLastError();
    _free_osfhnd(fh);
    if (dosretval) {
        _dosmaperr(dosretval);
        return -1;
    }
    return 0;
}

_CRTIMP __int64 __cdecl _lseeki64(int fh, __int64 pos, int mthd)
{
    LARGE_INTEGER target;
    LONG high;
    DWORD low;

    _VALIDATE_RETURN(_is_open(fh), EBADF, -1);
    target.QuadPart = pos;
    high = target.HighPart;
    low = SetFilePointer((HANDLE)_osfhnd(fh), (LONG)target.LowPart, &high, (DWORD)mthd);
    if (low == 0xFFFFFFFF && GetLastError() != NO_ERROR) {
        _dosmaperr(GetLastError());
        return -1;
    }
    _osfile(fh) &= ~FEOFLAG;
    target.LowPart = low;
    target.HighPart = high;
    return target.QuadPart;
}

_CRTIMP long __cdecl _lseek(int fh, long pos, int mthd)
{
    return (long)_lseeki64(fh, pos, mthd);
}

_CRTIMP long __cdecl _tell(int fh)
{
    return _lseek(fh, 0L, 1);
}

_CRTIMP long __cdecl _filelength(int fh)
{
    __int64 here, end;

    here = _lseeki64(fh, 0, 1);
    if (here == -1)
        return -1;
    end = _lseeki64(fh, 0, 2);
    _lseeki64(fh, here, 0);
    return (long)end;
}

_CRTIMP int __cdecl _chsize(int fh, long size)
{
    __int64 here;
    int result = 0;

    here = _lseeki64(fh, 0, 1);
    if (here == -1 || _lseeki64(fh, size, 0) == -1)
        return -1;
    if (!SetEndOfFile((HANDLE)_osfhnd(fh))) {
        _dosmaperr(GetLastError());
        result = -1;
    }
    _lseeki64(fh, here, 0);
    return result;
}

_CRTIMP int __cdecl _commit(int fh)
{
    _VALIDATE_RETURN(_is_open(fh), EBADF, -1);
    if (!FlushFileBuffers((HANDLE)_osfhnd(fh))) {
        _dosmaperr(GetLastError());
        return -1;
    }
    return 0;
}

_CRTIMP int __cdecl _dup2(int fh1, int fh2)
{
    HANDLE copy;

    _VALIDATE_RETURN(_is_open(fh1), EBADF, -1);
    _VALIDATE_RETURN((unsigned)fh2 < _NHANDLE_, EBADF, -1);
    if (fh1 == fh2)
        return 0;
    if (!DuplicateHandle(GetCurrentProcess(), (HANDLE)_osfhnd(fh1), GetCurrentProcess(), &copy, 0, TRUE, DUPLICATE_SAME_ACCESS)) {
        _dosmaperr(GetLastError());
        return -1;
    }
    if (_osfile(fh2) & FOPEN)
        _close(fh2);
    _set_osfhnd(fh2, (intptr_t)copy);
    _osfile(fh2) = (unsigned char)(_osfile(fh1) & ~FNOINHERIT);
    return 0;
}

_CRTIMP int __cdecl _dup(int fh)
{
    int copy;

    _VALIDATE_RETURN(_is_open(fh), EBADF, -1);
    copy = _alloc_osfhnd();
    if (copy == -1) {
        errno = EMFILE;
        return -1;
    }
    _osfile(copy) = 0;
    return _dup2(fh, copy) == -1 ? -1 : copy;
}

_CRTIMP int __cdecl _isatty(int fh)
{
    _VALIDATE_RETURN((unsigned)fh < _NHANDLE_, EBADF, 0);
    return _osfile(fh) & FDEV;
}

_CRTIMP int __cdecl _setmode(int fh, int mode)
{
    int oldmode;

    _VALIDATE_RETURN(_is_open(fh), EBADF, -1);
    _VALIDATE_RETURN(mode == _O_TEXT || mode == _O_BINARY, EINVAL, -1);
    oldmode = _osfile(fh) & FTEXT ? _O_TEXT : _O_BINARY;
    if (mode == _O_BINARY)
        _osfile(fh) &= ~FTEXT;
    else
        _osfile(fh) |= FTEXT;
    return oldmode;
}

static int _Result(BOOL done)
{
    if (done)
        return 0;
    _dosmaperr(GetLastError());
    return -1;
}

_CRTIMP int __cdecl _unlink(const char *name)
{
    return _Result(DeleteFileA(name));
}

_CRTIMP int __cdecl _wunlink(const wchar_t *name)
{
    return _Result(DeleteFileW(name));
}

_CRTIMP int __cdecl remove(const char *name)
{
    return _unlink(name);
}

_CRTIMP int __cdecl _wremove(const wchar_t *name)
{
    return _wunlink(name);
}

_CRTIMP int __cdecl rename(const char *oldname, const char *newname)
{
    return _Result(MoveFileA(oldname, newname));
}

_CRTIMP int __cdecl _wrename(const wchar_t *oldname, const wchar_t *newname)
{
    return _Result(MoveFileW(oldname, newname));
}

/* Mode 2: may it be written? Mode 4 and 6 likewise; everything that exists can be read. */
_CRTIMP errno_t __cdecl _access_s(const char *path, int amode)
{
    DWORD attributes;

    _VALIDATE_RETURN_ERRCODE(path != NULL, EINVAL);
    attributes = GetFileAttributesA(path);
    if (attributes == 0xFFFFFFFF) {
        _dosmaperr(GetLastError());
        return errno;
    }
    if (!(attributes & FILE_ATTRIBUTE_DIRECTORY) && (attributes & FILE_ATTRIBUTE_READONLY) && (amode & 2)) {
        _doserrno = ERROR_ACCESS_DENIED;
        return errno = EACCES;
    }
    return 0;
}

_CRTIMP int __cdecl _access(const char *path, int amode)
{
    return _access_s(path, amode) == 0 ? 0 : -1;
}
