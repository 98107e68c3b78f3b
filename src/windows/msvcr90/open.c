/* open.c - _open and kin: numbers for files of Windows; text or binary mode. */
#include "internal.h"
#include <fcntl.h>
#include <io.h>
#include <share.h>
#include <sys/stat.h>

/* What CreateFile needs to know. */
struct open_request {
    DWORD access;
    DWORD share;
    DWORD create;
    DWORD attributes;
    unsigned char osfile;
};

static int _Translate(int oflag, int shflag, int pmode, struct open_request *request)
{
    int fmode = 0;

    request->osfile = FOPEN;
    _get_fmode(&fmode);
    if (!(oflag & _O_BINARY) && ((oflag & (_O_TEXT | _O_WTEXT | _O_U16TEXT | _O_U8TEXT)) || fmode != _O_BINARY))
        request->osfile |= FTEXT;
    switch (oflag & 3) {
    case _O_RDONLY:
        request->access = GENERIC_READ;
        break;
    case _O_WRONLY:
        request->access = GENERIC_WRITE;
        break;
    case _O_RDWR:
        request->access = GENERIC_READ | GENERIC_WRITE;
        break;
    default:
        return FALSE;
    }
    switch (shflag) {
    case _SH_DENYRW:
        request->share = 0;
        break;
    case _SH_DENYWR:
        request->share = FILE_SHARE_READ;
        break;
    case _SH_DENYRD:
        request->share = FILE_SHARE_WRITE;
        break;
    case _SH_SECURE:
        request->share = request->access == GENERIC_READ ? FILE_SHARE_READ : 0;
        break;
    default:
        request->share = FILE_SHARE_READ | FILE_SHARE_WRITE;
        break;
    }
    switch (oflag & (_O_CREAT | _O_EXCL | _O_TRUNC)) {
    case 0:
    case _O_EXCL:
        request->create = OPEN_EXISTING;
        break;
    case _O_CREAT:
        request->create = OPEN_ALWAYS;
        break;
    case _O_CREAT | _O_EXCL:
    case _O_CREAT | _O_TRUNC | _O_EXCL:
        request->create = CREATE_NEW;
        break;
    case _O_TRUNC:
    case _O_TRUNC | _O_EXCL:
        request->create = TRUNCATE_EXISTING;
        break;
    default:
        request->create = CREATE_ALWAYS;
        break;
    }
    request->attributes = FILE_ATTRIBUTE_NORMAL;
    if ((oflag & _O_CREAT) && !(pmode & _S_IWRITE))
        request->attributes = FILE_ATTRIBUTE_READONLY;
    if (oflag & _O_TEMPORARY)
        request->attributes |= FILE_FLAG_DELETE_ON_CLOSE;
    if (oflag & _O_APPEND)
        request->osfile |= FAPPEND;
    if (oflag & _O_NOINHERIT)
        request->osfile |= FNOINHERIT;
    return TRUE;
}

/* Text files may end in a Ctrl-Z; if something is to be written behind, it goes. */
static int _RemoveCtrlZ(int file)
{
    char ch;

    if (_lseek(file, -1L, 2) == -1)
        return TRUE;
    ch = 0;
    if (_read(file, &ch, 1) == 0 && ch == 26 && _chsize(file, _lseek(file, -1L, 2)) == -1)
        return FALSE;
    return _lseek(file, 0L, 0) != -1;
}

static int _Finish(HANDLE handle, int oflag, struct open_request *request)
{
    int file;
    DWORD type;

    if (handle == INVALID_HANDLE_VALUE) {
        _dosmaperr(GetLastError());
        return -1;
    }
    type = GetFileType(handle);
    file = type == FILE_TYPE_UNKNOWN ? -1 : _alloc_osfhnd();
    if (file == -1) {
        CloseHandle(handle);
        errno = type == FILE_TYPE_UNKNOWN ? EACCES : EMFILE;
        return -1;
    }
    if (type == FILE_TYPE_CHAR)
        request->osfile |= FDEV;
    else if (type == FILE_TYPE_PIPE)
        request->osfile |= FPIPE;
    _set_osfhnd(file, (intptr_t)handle);
    _osfile(file) = request->osfile;
    if (!(request->osfile & (FDEV | FPIPE)) && (request->osfile & FTEXT) && (oflag & _O_RDWR) && !_RemoveCtrlZ(file)) {
        _close(file);
        return -1;
    }
    return file;
}

static int _sopen_helper(const char *path, int oflag, int shflag, int pmode)
{
    struct open_request request;
    SECURITY_ATTRIBUTES attributes;

    _VALIDATE_RETURN(path != NULL, EINVAL, -1);
    if (!_Translate(oflag, shflag, pmode, &request)) {
        errno = EINVAL;
        return -1;
    }
    attributes.nLength = sizeof(attributes);
    attributes.lpSecurityDescriptor = NULL;
    attributes.bInheritHandle = !(oflag & _O_NOINHERIT);
    return _Finish(CreateFileA(path, request.access, request.share, &attributes, request.create, request.attributes, NULL), oflag, &request);
}

_CRTIMP int __cdecl _open(const char *path, int oflag, ...)
{
    va_list ap;
    int pmode;

    va_start(ap, oflag);
    pmode = va_arg(ap, int);
    va_end(ap);
    return _sopen_helper(path, oflag, _SH_DENYNO, pmode);
}

_CRTIMP int __cdecl _sopen(const char *path, int oflag, int shflag, ...)
{
    va_list ap;
    int pmode;

    va_start(ap, shflag);
    pmode = va_arg(ap, int);
    va_end(ap);
    return _sopen_helper(path, oflag, shflag, pmode);
}

_CRTIMP errno_t __cdecl _sopen_s(int *pfh, const char *path, int oflag, int shflag, int pmode)
{
    _VALIDATE_RETURN_ERRCODE(pfh != NULL, EINVAL);
    *pfh = _sopen_helper(path, oflag, shflag, pmode);
    return *pfh == -1 ? errno : 0;
}

_CRTIMP int __cdecl _wopen(const wchar_t *path, int oflag, ...)
{
    struct open_request request;
    SECURITY_ATTRIBUTES attributes;
    va_list ap;
    int pmode;

    _VALIDATE_RETURN(path != NULL, EINVAL, -1);
    va_start(ap, oflag);
    pmode = va_arg(ap, int);
    va_end(ap);
    if (!_Translate(oflag, _SH_DENYNO, pmode, &request)) {
        errno = EINVAL;
        return -1;
    }
    attributes.nLength = sizeof(attributes);
    attributes.lpSecurityDescriptor = NULL;
    attributes.bInheritHandle = !(oflag & _O_NOINHERIT);
    return _Finish(CreateFileW(path, request.access, request.share, &attributes, request.create, request.attributes, NULL), oflag, &request);
}

_CRTIMP int __cdecl _creat(const char *path, int pmode)
{
    return _sopen_helper(path, _O_CREAT | _O_TRUNC | _O_RDWR, _SH_DENYNO, pmode);
}
