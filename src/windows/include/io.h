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
_CRTIMP int __cdecl rename(const char *oldname, const char *newname);
#endif
_CRTIMP intptr_t __cdecl _get_osfhandle(int file);
_CRTIMP int __cdecl _open_osfhandle(intptr_t handle, int flags);
int __cdecl access(const char *name, int mode);
int __cdecl close(int file);
int __cdecl creat(const char *name, int permission);
int __cdecl dup(int file);
int __cdecl dup2(int source, int destination);
int __cdecl eof(int file);
long __cdecl filelength(int file);
int __cdecl isatty(int file);
long __cdecl lseek(int file, long offset, int origin);
int __cdecl open(const char *name, int flags, ...);
int __cdecl read(int file, void *buffer, unsigned int count);
int __cdecl setmode(int file, int mode);
long __cdecl tell(int file);
int __cdecl unlink(const char *name);
int __cdecl write(int file, const void *buffer, unsigned int count);
_CRT_END
#endif
