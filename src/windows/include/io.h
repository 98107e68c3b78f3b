/* io.h - low-level files. */
#ifndef _INC_IO
#define _INC_IO
#include <crtdefs.h>
_CRT_BEGIN
_CRTIMP int __cdecl _access(const char *name, int mode);
_CRTIMP errno_t __cdecl _access_s(const char *name, int mode);
_CRTIMP int __cdecl _chsize(int file, long size);
_CRTIMP int __cdecl _close(int file);
_CRTIMP int __cdecl _commit(int file);
_CRTIMP int __cdecl _creat(const char *name, int permission);
_CRTIMP int __cdecl _dup(int file);
_CRTIMP int __cdecl _dup2(int source, int destination);
_CRTIMP int __cdecl _eof(int file);
_CRTIMP long __cdecl _filelength(int file);
_CRTIMP int __cdecl _isatty(int file);
_CRTIMP long __cdecl _lseek(int file, long offset, int origin);
_CRTIMP __int64 __cdecl _lseeki64(int file, __int64 offset, int origin);
_CRTIMP long __cdecl _tell(int file);
_CRTIMP int __cdecl _open(const char *name, int flags, ...);
_CRTIMP int __cdecl _wopen(const wchar_t *name, int flags, ...);
_CRTIMP int __cdecl _sopen(const char *name, int flags, int share, ...);
_CRTIMP errno_t __cdecl _sopen_s(int *file, const char *name, int flags, int share, int permission);
_CRTIMP int __cdecl _read(int file, void *buffer, unsigned int count);
_CRTIMP int __cdecl _write(int file, const void *buffer, unsigned int count);
_CRTIMP int __cdecl _setmode(int file, int mode);
_CRTIMP int __cdecl _unlink(const char *name);
_CRTIMP int __cdecl _wunlink(const wchar_t *name);
#ifndef _CRT_REMOVE_DEFINED
#define _CRT_REMOVE_DEFINED
_CRTIMP int __cdecl remove(const char *name);
#endif
_CRTIMP intptr_t __cdecl _get_osfhandle(int file);
_CRTIMP int __cdecl _open_osfhandle(intptr_t handle, int flags);
#define access _access
#define close _close
#define creat _creat
#define dup _dup
#define dup2 _dup2
#define eof _eof
#define filelength _filelength
#define isatty _isatty
#define lseek _lseek
#define open _open
#define read _read
#define setmode _setmode
#define tell _tell
#define unlink _unlink
#define write _write
_CRT_END
#endif
