/* dosmap.c - errno and _doserrno, and which errno stands for which error of Windows. */
#include "internal.h"

struct errentry {
    unsigned long oscode;
    int errnocode;
};

static const struct errentry errtable[] = {
    { ERROR_INVALID_FUNCTION, EINVAL },
    { ERROR_FILE_NOT_FOUND, ENOENT },
    { ERROR_PATH_NOT_FOUND, ENOENT },
    { 4 /* ERROR_TOO_MANY_OPEN_FILES */, EMFILE },
    { ERROR_ACCESS_DENIED, EACCES },
    { ERROR_INVALID_HANDLE, EBADF },
    { 7 /* ERROR_ARENA_TRASHED */, ENOMEM },
    { ERROR_NOT_ENOUGH_MEMORY, ENOMEM },
    { 9 /* ERROR_INVALID_BLOCK */, ENOMEM },
    { 10 /* ERROR_BAD_ENVIRONMENT */, E2BIG },
    { 11 /* ERROR_BAD_FORMAT */, ENOEXEC },
    { 12 /* ERROR_INVALID_ACCESS */, EINVAL },
    { 13 /* ERROR_INVALID_DATA */, EINVAL },
    { 15 /* ERROR_INVALID_DRIVE */, ENOENT },
    { 16 /* ERROR_CURRENT_DIRECTORY */, EACCES },
    { 17 /* ERROR_NOT_SAME_DEVICE */, EXDEV },
    { 18 /* ERROR_NO_MORE_FILES */, ENOENT },
    { 33 /* ERROR_LOCK_VIOLATION */, EACCES },
    { 53 /* ERROR_BAD_NETPATH */, ENOENT },
    { 65 /* ERROR_NETWORK_ACCESS_DENIED */, EACCES },
    { 67 /* ERROR_BAD_NET_NAME */, ENOENT },
    { 80 /* ERROR_FILE_EXISTS */, EEXIST },
    { 82 /* ERROR_CANNOT_MAKE */, EACCES },
    { 83 /* ERROR_FAIL_I24 */, EACCES },
    { 87 /* ERROR_INVALID_PARAMETER */, EINVAL },
    { 89 /* ERROR_NO_PROC_SLOTS */, EAGAIN },
    { 108 /* ERROR_DRIVE_LOCKED */, EACCES },
    { 109 /* ERROR_BROKEN_PIPE */, EPIPE },
    { 112 /* ERROR_DISK_FULL */, ENOSPC },
    { 114 /* ERROR_INVALID_TARGET_HANDLE */, EBADF },
    { 128 /* ERROR_WAIT_NO_CHILDREN */, ECHILD },
    { 129 /* ERROR_CHILD_NOT_COMPLETE */, ECHILD },
    { 130 /* ERROR_DIRECT_ACCESS_HANDLE */, EBADF },
    { 131 /* ERROR_NEGATIVE_SEEK */, EINVAL },
    { 132 /* ERROR_SEEK_ON_DEVICE */, EACCES },
    { 145 /* ERROR_DIR_NOT_EMPTY */, ENOTEMPTY },
    { 158 /* ERROR_NOT_LOCKED */, EACCES },
    { 161 /* ERROR_BAD_PATHNAME */, ENOENT },
    { 164 /* ERROR_MAX_THRDS_REACHED */, EAGAIN },
    { 167 /* ERROR_LOCK_FAILED */, EACCES },
    { 183 /* ERROR_ALREADY_EXISTS */, EEXIST },
    { 206 /* ERROR_FILENAME_EXCED_RANGE */, ENOENT },
    { 215 /* ERROR_NESTING_NOT_ALLOWED */, EAGAIN },
    { 1816 /* ERROR_NOT_ENOUGH_QUOTA */, ENOMEM }
};

static int ErrnoNoMem = ENOMEM;
static unsigned long DoserrorNoMem = ERROR_NOT_ENOUGH_MEMORY;

_CRTIMP int *__cdecl _errno(void)
{
    _ptiddata ptd = _getptd_noexit();

    return ptd ? &ptd->_terrno : &ErrnoNoMem;
}

_CRTIMP unsigned long *__cdecl __doserrno(void)
{
    _ptiddata ptd = _getptd_noexit();

    return ptd ? &ptd->_tdoserrno : &DoserrorNoMem;
}

int __cdecl _get_errno_from_oserr(unsigned long oserrno)
{
    int i;

    for (i = 0; i < (int)_countof(errtable); i++) {
        if (oserrno == errtable[i].oscode)
            return errtable[i].errnocode;
    }
    if (oserrno >= 19 && oserrno <= 36)
        return EACCES;
    if (oserrno >= 188 && oserrno <= 202)
        return ENOEXEC;
    return EINVAL;
}

void __cdecl _dosmaperr(unsigned long oserrno)
{
    _doserrno = oserrno;
    errno = _get_errno_from_oserr(oserrno);
}

_CRTIMP errno_t __cdecl _set_errno(int value)
{
    errno = value;
    return 0;
}

_CRTIMP errno_t __cdecl _get_errno(int *value)
{
    _VALIDATE_RETURN_ERRCODE(value != NULL, EINVAL);
    *value = errno;
    return 0;
}

_CRTIMP errno_t __cdecl _set_doserrno(unsigned long value)
{
    _doserrno = value;
    return 0;
}

_CRTIMP errno_t __cdecl _get_doserrno(unsigned long *value)
{
    _VALIDATE_RETURN_ERRCODE(value != NULL, EINVAL);
    *value = _doserrno;
    return 0;
}
