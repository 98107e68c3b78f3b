/*
 * internal.h - what the files of the run-time library share and programs do not see.
 *
 * One source tree makes four libraries. _MT is always defined. _DEBUG adds the debug heap and reports. CRTDLL is defined
 * while msvcr90(d).dll itself is compiled; the start-up files that are linked into /MD programs are compiled like such
 * a program, with _DLL and without CRTDLL.
 */
#ifndef _INC_INTERNAL
#define _INC_INTERNAL

#include <windows.h>
#include <crtdefs.h>
#include <errno.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Lists of functions, filled by the linker from the .CRT$X.. sections. */
typedef void(__cdecl *_PVFV)(void);
typedef int(__cdecl *_PIFV)(void);
typedef BOOL(WINAPI *_PDLLMAIN)(HANDLE, DWORD, LPVOID);
#define _CRTALLOC(x) __declspec(allocate(x))

/* ---- per-thread data (tidtable.c) ---- */

struct _tiddata {
    unsigned long _tid;
    uintptr_t _thandle;
    int _terrno;
    unsigned long _tdoserrno;
    unsigned int _fpds;
    unsigned long _holdrand;
    char *_token;
    wchar_t *_wtoken;
    unsigned char *_mtoken;
    char *_errmsg;
    wchar_t *_werrmsg;
    char *_namebuf0;
    wchar_t *_wnamebuf0;
    char *_namebuf1;
    wchar_t *_wnamebuf1;
    char *_asctimebuf;
    wchar_t *_wasctimebuf;
    void *_gmtimebuf;
    char *_cvtbuf;
    unsigned char _con_ch_buf[5];
    unsigned short _ch_buf_used;
    void *_initaddr;
    void *_initarg;
    void *_pxcptacttab;
    void *_tpxcptinfoptrs;
    int _tfpecode;
    void *ptmbcinfo;
    void *ptlocinfo;
    int _ownlocale;
    unsigned long _NLG_dwCode;
    void *_terminate;
    void *_unexpected;
    void *_translator;
    void *_purecall;
    void *_curexception;
    void *_curcontext;
    int _ProcessingThrow;
    void *_curexcspec;
    void *_pFrameInfoChain;
    char _setloc_data[376];
};
typedef struct _tiddata *_ptiddata;

int __cdecl _mtinit(void);
void __cdecl _mtterm(void);
void __cdecl _initptd(_ptiddata data);
_ptiddata __cdecl _getptd(void);
_ptiddata __cdecl _getptd_noexit(void);
void __cdecl _freeptd(_ptiddata data);
void __cdecl _adoptptd(_ptiddata *prepared);

/* ---- locks (mlock.c) ---- */

#define _SIGNAL_LOCK 0
#define _IOB_SCAN_LOCK 1
#define _TMPNAM_LOCK 2
#define _CONIO_LOCK 3
#define _HEAP_LOCK 4
#define _TIME_LOCK 6
#define _ENV_LOCK 7
#define _EXIT_LOCK1 8
#define _OSFHND_LOCK 11
#define _SETLOCALE_LOCK 12
#define _DEBUG_LOCK 15
#define _STREAM_LOCKS 16
#define _TOTAL_LOCKS (_STREAM_LOCKS + _IOB_ENTRIES)

int __cdecl _mtinitlocks(void);
void __cdecl _mtdeletelocks(void);
void __cdecl _lock(int number);
void __cdecl _unlock(int number);
void __cdecl _lock_file(FILE *stream);
void __cdecl _unlock_file(FILE *stream);

/* ---- start and end ---- */

#define _RT_STACK 0
#define _RT_FLOAT 2
#define _RT_SPACEARG 8
#define _RT_SPACEENV 9
#define _RT_ABORT 10
#define _RT_THREAD 16
#define _RT_LOCK 17
#define _RT_STDIOINIT 19
#define _RT_PUREVIRT 25
#define _RT_HEAPINIT 28
#define _RT_ONEXIT 24
#define _RT_LOWIOINIT 27
#define _RT_CRT_NOTINIT 30
#define _RT_CRT_INIT_CONFLICT 31
#define _RT_LOCALE 32
#define _RT_CRNL 252
#define _RT_BANNER 255

#define _UNKNOWN_APP 0
#define _CONSOLE_APP 1
#define _GUI_APP 2

_CRT_BEGIN
_CRTIMP void __cdecl _amsg_exit(int number);
_CRTIMP void __cdecl __set_app_type(int type);
_CRTIMP void __cdecl _initterm(_PVFV *begin, _PVFV *end);
_CRTIMP int __cdecl _initterm_e(_PIFV *begin, _PIFV *end);
_CRTIMP int __cdecl _XcptFilter(unsigned long code, struct _EXCEPTION_POINTERS *pointers);
_CRTIMP _onexit_t __cdecl __dllonexit(_onexit_t function, _PVFV **begin, _PVFV **end);
_CRTIMP int __cdecl __getmainargs(int *argc, char ***argv, char ***env, int expandWildcards, void *startInfo);
_CRTIMP int __cdecl __wgetmainargs(int *argc, wchar_t ***argv, wchar_t ***env, int expandWildcards, void *startInfo);
_CRTIMP void __cdecl _cexit(void);
_CRTIMP void __cdecl _c_exit(void);
_CRTIMP extern char *_acmdln;
_CRTIMP extern wchar_t *_wcmdln;
_CRTIMP extern char **__initenv;
_CRTIMP extern wchar_t **__winitenv;
_CRTIMP extern unsigned int _osplatform;
_CRTIMP extern unsigned int _osver;
_CRTIMP extern unsigned int _winver;
_CRTIMP extern unsigned int _winmajor;
_CRTIMP extern unsigned int _winminor;
_CRTIMP extern int _commode;
_CRT_END

extern int __app_type;
extern int __error_mode;
extern char *_aenvptr;
extern wchar_t *_wenvptr;
extern _PVFV *__onexitbegin;
extern _PVFV *__onexitend;
extern int _C_Termination_Done;
extern char _exitflag;
extern int _newmode;

void __cdecl _NMSG_WRITE(int number);
void __cdecl _FF_MSGBANNER(void);
int __cdecl _heap_init(int mtflag);
void __cdecl _heap_term(void);
int __cdecl _ioinit(void);
void __cdecl _ioterm(void);
int __cdecl __initstdio(void);
void __cdecl __endstdio(void);
int __cdecl __initmbctable(void);
int __cdecl _setargv(void);
int __cdecl _wsetargv(void);
int __cdecl _setenvp(void);
int __cdecl _wsetenvp(void);
int __cdecl _cinit(int initFloatingPrecision);
void __cdecl __security_init_cookie(void);
void __cdecl __init_winver(void);
char *__cdecl __crtGetEnvironmentStringsA(void);
wchar_t *__cdecl __crtGetEnvironmentStringsW(void);
char *__cdecl _wincmdln(void);
wchar_t *__cdecl _wwincmdln(void);

/* ---- invalid parameters (invarg.c) ---- */

#ifdef _DEBUG
void __cdecl _invalid_parameter(const wchar_t *expression, const wchar_t *function, const wchar_t *file, unsigned int line, uintptr_t reserved);
#define _INVALID_PARAMETER(expression) _invalid_parameter(_CRT_WIDE(#expression), NULL, _CRT_WIDE(__FILE__), __LINE__, 0)
#else
void __cdecl _invalid_parameter_noinfo(void);
#define _INVALID_PARAMETER(expression) _invalid_parameter_noinfo()
#endif
/* In debug builds a broken rule is an assertion failure first, then the handler is called. */
#ifdef _DEBUG
#include <crtdbg.h>
#define _VALIDATE_RETURN(expression, code, result) \
    { \
        int _valid = !!(expression); \
        if (!_valid) { \
            _ASSERT_EXPR(_valid, _CRT_WIDE(#expression)); \
            errno = (code); \
            _INVALID_PARAMETER(expression); \
            return result; \
        } \
    }
#else
#define _VALIDATE_RETURN(expression, code, result) \
    { \
        if (!(expression)) { \
            errno = (code); \
            _INVALID_PARAMETER(expression); \
            return result; \
        } \
    }
#endif
#define _VALIDATE_RETURN_VOID(expression, code) _VALIDATE_RETURN(expression, code, )
#define _VALIDATE_RETURN_ERRCODE(expression, code) _VALIDATE_RETURN(expression, code, code)

void __cdecl _dosmaperr(unsigned long osError);
int __cdecl _get_errno_from_oserr(unsigned long osError);

/* ---- heap ---- */

extern HANDLE _crtheap;
void *__cdecl _heap_alloc_base(size_t size);
void __cdecl _free_base(void *block);
void *__cdecl _realloc_base(void *block, size_t size);
void *__cdecl _expand_base(void *block, size_t size);
size_t __cdecl _msize_base(void *block);
int __cdecl _callnewh(size_t size);

/* Memory of the library's own: its blocks are marked _CRT_BLOCK in the debug heap. */
#ifdef _DEBUG
#define _malloc_crt(size) _malloc_dbg(size, _CRT_BLOCK, __FILE__, __LINE__)
#define _calloc_crt(count, size) _calloc_dbg(count, size, _CRT_BLOCK, __FILE__, __LINE__)
#define _realloc_crt(block, size) _realloc_dbg(block, size, _CRT_BLOCK, __FILE__, __LINE__)
#define _free_crt(block) _free_dbg(block, _CRT_BLOCK)
#else
#define _malloc_crt malloc
#define _calloc_crt calloc
#define _realloc_crt realloc
#define _free_crt free
#endif

/* ---- low-level files (ioinit.c, osfinfo.c) ---- */

typedef struct {
    intptr_t osfhnd;
    unsigned char osfile;
    /* A character read ahead from a pipe or device while looking for LF behind CR; LF means none. */
    char pipech;
} ioinfo;

#define FOPEN 0x01
#define FEOFLAG 0x02
#define FCRLF 0x04
#define FPIPE 0x08
#define FNOINHERIT 0x10
#define FAPPEND 0x20
#define FDEV 0x40
#define FTEXT 0x80

#define _NHANDLE_ 256
extern ioinfo __ioinfo[_NHANDLE_];
#define _osfile(file) (__ioinfo[file].osfile)
#define _osfhnd(file) (__ioinfo[file].osfhnd)
#define _pipech(file) (__ioinfo[file].pipech)
#define _is_open(file) ((unsigned)(file) < _NHANDLE_ && (_osfile(file) & FOPEN))

int __cdecl _alloc_osfhnd(void);
int __cdecl _set_osfhnd(int file, intptr_t handle);
int __cdecl _free_osfhnd(int file);

/* ---- streams ---- */

/* Flags of a stream that programs do not see. */
#define _IOYOURBUF 0x0100
#define _IOSETVBUF 0x0400
#define _IOFEOF 0x0800
#define _IOFLRTN 0x1000
#define _IOCTRLZ 0x2000
#define _IOCOMMIT 0x4000
#define _INTERNAL_BUFSIZ 4096
#define _SMALL_BUFSIZ 512

/* A stream with its lock. The first three are stdin, stdout and stderr. */
typedef struct {
    FILE f;
    CRITICAL_SECTION lock;
} _FILEX;

extern FILE _iob[_IOB_ENTRIES];
extern void **__piob;
extern int _nstream;

#define anybuf(s) ((s)->_flag & (_IOMYBUF | _IONBF | _IOYOURBUF))
#define bigbuf(s) ((s)->_flag & (_IOMYBUF | _IOYOURBUF))
#define inuse(s) ((s)->_flag & (_IOREAD | _IOWRT | _IORW))
#define _getc_nolock(s) (--(s)->_cnt >= 0 ? 0xff & *(s)->_ptr++ : _filbuf(s))
#define _putc_nolock(c, s) (--(s)->_cnt >= 0 ? 0xff & (*(s)->_ptr++ = (char)(c)) : _flsbuf((c), (s)))

void __cdecl _getbuf(FILE *stream);
int __cdecl _stbuf(FILE *stream);
void __cdecl _ftbuf(int buffered, FILE *stream);
FILE *__cdecl _getstream(void);
FILE *__cdecl _openfile(const char *name, const char *mode, int share, FILE *stream);
void __cdecl _freebuf(FILE *stream);
int __cdecl _flush(FILE *stream);
int __cdecl _fclose_nolock(FILE *stream);
int __cdecl _ungetc_nolock(int c, FILE *stream);
int __cdecl _fseek_nolock(FILE *stream, __int64 offset, int origin);
__int64 __cdecl _ftell_nolock(FILE *stream);
wint_t __cdecl _getwc_nolock(FILE *stream);
wint_t __cdecl _putwc_nolock(wchar_t c, FILE *stream);
wint_t __cdecl _ungetwc_nolock(wint_t c, FILE *stream);

/* Formatted output and input: all members of the printf and scanf families end here. */
int __cdecl _output(FILE *stream, const char *format, va_list arguments);
int __cdecl _woutput(FILE *stream, const wchar_t *format, va_list arguments);
int __cdecl _input(FILE *stream, const char *format, int secure, va_list arguments);
int __cdecl _winput(FILE *stream, const wchar_t *format, int secure, va_list arguments);

/* Doubles and decimal digits (strflt.c). */
typedef struct {
    /* '0' to '9', without a point; value = 0.d1d2d3... * 10^decpt. */
    char *mantissa;
    int decpt;
    int sign;
} _STRFLT;
/* The longest exact decimal expansion of a double has 767 significant digits. */
#define _STRFLT_DIGITS 800
void __cdecl _fltout(double value, int digits, int afterPoint, _STRFLT *result);
double __cdecl _decimal_to_double(const char *digits, int count, int exponent, int *overflow);
double __cdecl __strgtod(const char *string, const char **end, int *range);
int __cdecl _cfltcvt(double value, char *buffer, int size, int format, int precision, int alternate, int capitals);

/* Text without a locale ("C") or in UTF-8 (any other): see setlocal.c. */
extern int __lc_codepage;
int __cdecl __wctomb_crt(char *destination, wchar_t c);
int __cdecl __mbtowc_crt(wchar_t *destination, const char *source, size_t count);

void __cdecl _flush_console(void);
unsigned long __cdecl __rand_seed(void);

#endif
