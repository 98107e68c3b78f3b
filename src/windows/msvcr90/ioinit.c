/*
 * ioinit.c - the table of low-level files: for each number the handle of Windows and flags (internal.h: ioinfo).
 *
 * 0, 1 and 2 are the standard handles of the process. A program without a console has none: they are then marked open
 * devices with the handle -2, and what is written to them vanishes.
 */
#include "internal.h"

ioinfo __ioinfo[_NHANDLE_];

#define _NO_CONSOLE_FILENO ((intptr_t)-2)

/* Files that a parent process hands down in lpReserved2: count, flags, handles. */
static void _InheritFiles(void)
{
    STARTUPINFOW StartupInfo;
    int count, file;
    unsigned char *flags;
    unsigned char *handles;

    memset(&StartupInfo, 0, sizeof(StartupInfo));
    GetStartupInfoW(&StartupInfo);
    if (StartupInfo.cbReserved2 < sizeof(int) || StartupInfo.lpReserved2 == NULL)
        return;
    memcpy(&count, StartupInfo.lpReserved2, sizeof(int));
    if (count < 0 || count > _NHANDLE_ || StartupInfo.cbReserved2 < sizeof(int) + count * (1 + sizeof(intptr_t)))
        return;
    flags = StartupInfo.lpReserved2 + sizeof(int);
    handles = flags + count;
    for (file = 0; file < count; file++) {
        intptr_t handle;

        memcpy(&handle, handles + file * sizeof(intptr_t), sizeof(intptr_t));
        if (handle != (intptr_t)INVALID_HANDLE_VALUE && handle != _NO_CONSOLE_FILENO && (flags[file] & FOPEN)
            && ((flags[file] & FPIPE) || GetFileType((HANDLE)handle) != FILE_TYPE_UNKNOWN)) {
            _osfhnd(file) = handle;
            _osfile(file) = flags[file];
        }
    }
}

int __cdecl _ioinit(void)
{
    int file;

    for (file = 0; file < _NHANDLE_; file++) {
        _osfhnd(file) = (intptr_t)INVALID_HANDLE_VALUE;
        _osfile(file) = 0;
        _pipech(file) = 10;
    }
    _InheritFiles();
    for (file = 0; file < 3; file++) {
        HANDLE handle;
        DWORD type;

        if (_osfhnd(file) != (intptr_t)INVALID_HANDLE_VALUE && _osfhnd(file) != _NO_CONSOLE_FILENO) {
            _osfile(file) |= FTEXT;
            continue;
        }
        _osfile(file) = FOPEN | FTEXT;
        handle = GetStdHandle(file == 0 ? STD_INPUT_HANDLE : file == 1 ? STD_OUTPUT_HANDLE : STD_ERROR_HANDLE);
        type = handle != INVALID_HANDLE_VALUE && handle != NULL ? GetFileType(handle) & 0xff : FILE_TYPE_UNKNOWN;
        if (type == FILE_TYPE_UNKNOWN) {
            _osfile(file) |= FDEV;
            _osfhnd(file) = _NO_CONSOLE_FILENO;
            continue;
        }
        _osfhnd(file) = (intptr_t)handle;
        if (type == FILE_TYPE_CHAR)
            _osfile(file) |= FDEV;
        else if (type == FILE_TYPE_PIPE)
            _osfile(file) |= FPIPE;
    }
    return __initstdio();
}

/* The files of the program's own are closed when the library is unloaded from a living process. */
void __cdecl _ioterm(void)
{
    int file;

    for (file = 3; file < _NHANDLE_; file++) {
        if (_osfile(file) & FOPEN) {
            CloseHandle((HANDLE)_osfhnd(file));
            _osfile(file) = 0;
        }
    }
}

/* A free number with the lowest value, -1 if there is none. It is marked open. */
int __cdecl _alloc_osfhnd(void)
{
    int file;

    _lock(_OSFHND_LOCK);
    for (file = 0; file < _NHANDLE_; file++) {
        if (!(_osfile(file) & FOPEN)) {
            _osfile(file) = FOPEN;
            _osfhnd(file) = (intptr_t)INVALID_HANDLE_VALUE;
            _pipech(file) = 10;
            break;
        }
    }
    _unlock(_OSFHND_LOCK);
    return file < _NHANDLE_ ? file : -1;
}

static void _SetStandardHandle(int file, HANDLE handle)
{
    if (__app_type == _CONSOLE_APP && file >= 0 && file <= 2)
        SetStdHandle(file == 0 ? STD_INPUT_HANDLE : file == 1 ? STD_OUTPUT_HANDLE : STD_ERROR_HANDLE, handle);
}

int __cdecl _set_osfhnd(int file, intptr_t handle)
{
    _SetStandardHandle(file, (HANDLE)handle);
    _osfhnd(file) = handle;
    return 0;
}

int __cdecl _free_osfhnd(int file)
{
    _SetStandardHandle(file, NULL);
    _osfhnd(file) = (intptr_t)INVALID_HANDLE_VALUE;
    _osfile(file) = 0;
    return 0;
}

_CRTIMP intptr_t __cdecl _get_osfhandle(int file)
{
    _VALIDATE_RETURN(_is_open(file), EBADF, -1);
    return _osfhnd(file);
}

_CRTIMP int __cdecl _open_osfhandle(intptr_t handle, int flags)
{
    int file;
    DWORD type = GetFileType((HANDLE)handle);

    if (type == FILE_TYPE_UNKNOWN) {
        _dosmaperr(GetLastError());
        return -1;
    }
    file = _alloc_osfhnd();
    if (file == -1) {
        errno = EMFILE;
        return -1;
    }
    _set_osfhnd(file, handle);
    if (type == FILE_TYPE_CHAR)
        _osfile(file) |= FDEV;
    else if (type == FILE_TYPE_PIPE)
        _osfile(file) |= FPIPE;
    if (flags & 0x0008 /* _O_APPEND */)
        _osfile(file) |= FAPPEND;
    if (flags & 0x4000 /* _O_TEXT */)
        _osfile(file) |= FTEXT;
    return file;
}
