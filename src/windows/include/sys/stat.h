/* sys/stat.h - what is known of a file. */
#ifndef _INC_STAT
#define _INC_STAT
#include <sys/types.h>
struct _stat64i32 {
    _dev_t st_dev;
    _ino_t st_ino;
    unsigned short st_mode;
    short st_nlink;
    short st_uid;
    short st_gid;
    _dev_t st_rdev;
    _off_t st_size;
    __time64_t st_atime;
    __time64_t st_mtime;
    __time64_t st_ctime;
};
#define _stat _stat64i32
#define _fstat _fstat64i32
#define stat _stat64i32
#define fstat _fstat64i32
#define _S_IFMT 0xF000
#define _S_IFDIR 0x4000
#define _S_IFCHR 0x2000
#define _S_IFIFO 0x1000
#define _S_IFREG 0x8000
#define _S_IREAD 0x0100
#define _S_IWRITE 0x0080
#define _S_IEXEC 0x0040
#define S_IFMT _S_IFMT
#define S_IFDIR _S_IFDIR
#define S_IFCHR _S_IFCHR
#define S_IFREG _S_IFREG
#define S_IREAD _S_IREAD
#define S_IWRITE _S_IWRITE
#define S_IEXEC _S_IEXEC
_CRT_BEGIN
_CRTIMP int __cdecl _stat64i32(const char *name, struct _stat64i32 *buffer);
_CRTIMP int __cdecl _fstat64i32(int file, struct _stat64i32 *buffer);
_CRT_END
#endif
