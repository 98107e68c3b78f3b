/* stdlib.h - general utilities. */
#ifndef _INC_STDLIB
#define _INC_STDLIB
#include <crtdefs.h>
#include <limits.h>

#define EXIT_SUCCESS 0
#define EXIT_FAILURE 1
#define RAND_MAX 0x7fff
#define MB_CUR_MAX ___mb_cur_max_func()
#define _MAX_PATH 260
#define _MAX_DRIVE 3
#define _MAX_DIR 256
#define _MAX_FNAME 256
#define _MAX_EXT 256
#define _MAX_ENV 32767
#define _CVTBUFSIZE (309 + 40)
#define _OUT_TO_DEFAULT 0
#define _OUT_TO_STDERR 1
#define _OUT_TO_MSGBOX 2
#define _REPORT_ERRMODE 3
#define _WRITE_ABORT_MSG 0x1
#define _CALL_REPORTFAULT 0x2
#define _countof(array) (sizeof(array) / sizeof(array[0]))
#ifndef __cplusplus
#define __max(a, b) (((a) > (b)) ? (a) : (b))
#define __min(a, b) (((a) < (b)) ? (a) : (b))
#endif

typedef struct _div_t {
    int quot;
    int rem;
} div_t;
typedef struct _ldiv_t {
    long quot;
    long rem;
} ldiv_t;
typedef struct _lldiv_t {
    __int64 quot;
    __int64 rem;
} lldiv_t;

typedef int(__cdecl *_onexit_t)(void);
typedef void(__cdecl *_purecall_handler)(void);
typedef void(__cdecl *_invalid_parameter_handler)(const wchar_t *, const wchar_t *, const wchar_t *, unsigned int, uintptr_t);
#define onexit_t _onexit_t

_CRT_BEGIN
#ifndef _CRT_TERMINATE_DEFINED
#define _CRT_TERMINATE_DEFINED
__declspec(noreturn) _CRTIMP void __cdecl exit(int code);
__declspec(noreturn) _CRTIMP void __cdecl _exit(int code);
__declspec(noreturn) _CRTIMP void __cdecl abort(void);
#endif
_CRTIMP unsigned int __cdecl _set_abort_behavior(unsigned int flags, unsigned int mask);
int __cdecl atexit(void(__cdecl *function)(void));
_onexit_t __cdecl _onexit(_onexit_t function);
_CRTIMP _purecall_handler __cdecl _set_purecall_handler(_purecall_handler handler);
_CRTIMP _purecall_handler __cdecl _get_purecall_handler(void);
_CRTIMP _invalid_parameter_handler __cdecl _set_invalid_parameter_handler(_invalid_parameter_handler handler);
_CRTIMP _invalid_parameter_handler __cdecl _get_invalid_parameter_handler(void);
_CRTIMP int __cdecl _set_error_mode(int mode);
#ifndef _CRT_ERRNO_DEFINED
#define _CRT_ERRNO_DEFINED
_CRTIMP int *__cdecl _errno(void);
#define errno (*_errno())
#endif
_CRTIMP unsigned long *__cdecl __doserrno(void);
#define _doserrno (*__doserrno())
_CRTIMP errno_t __cdecl _set_doserrno(unsigned long value);
_CRTIMP errno_t __cdecl _get_doserrno(unsigned long *value);
_CRTIMP int __cdecl ___mb_cur_max_func(void);

_CRTIMP extern int __argc;
_CRTIMP extern char **__argv;
_CRTIMP extern wchar_t **__wargv;
_CRTIMP extern char **_environ;
_CRTIMP extern wchar_t **_wenviron;
_CRTIMP extern char *_pgmptr;
_CRTIMP extern wchar_t *_wpgmptr;
_CRTIMP extern int _fmode;
#define environ _environ
_CRTIMP errno_t __cdecl _set_fmode(int mode);
_CRTIMP errno_t __cdecl _get_fmode(int *mode);
_CRTIMP errno_t __cdecl _get_pgmptr(char **value);
_CRTIMP errno_t __cdecl _get_wpgmptr(wchar_t **value);

#ifndef _CRT_ABS_DEFINED
#define _CRT_ABS_DEFINED
_CRTIMP int __cdecl abs(int x);
_CRTIMP long __cdecl labs(long x);
#endif
_CRTIMP __int64 __cdecl _abs64(__int64 x);
_CRTIMP __int64 __cdecl llabs(__int64 x);
_CRTIMP div_t __cdecl div(int numerator, int denominator);
_CRTIMP ldiv_t __cdecl ldiv(long numerator, long denominator);
_CRTIMP lldiv_t __cdecl lldiv(__int64 numerator, __int64 denominator);
#ifndef _CRT_ATOF_DEFINED
#define _CRT_ATOF_DEFINED
_CRTIMP double __cdecl atof(const char *string);
#endif
_CRTIMP int __cdecl atoi(const char *string);
_CRTIMP long __cdecl atol(const char *string);
_CRTIMP __int64 __cdecl _atoi64(const char *string);
_CRTIMP __int64 __cdecl atoll(const char *string);
#ifndef _CRT_ALGO_DEFINED
#define _CRT_ALGO_DEFINED
_CRTIMP void *__cdecl bsearch(const void *key, const void *base, size_t count, size_t size,
    int(__cdecl *compare)(const void *, const void *));
_CRTIMP void __cdecl qsort(void *base, size_t count, size_t size, int(__cdecl *compare)(const void *, const void *));
_CRTIMP void __cdecl qsort_s(void *base, size_t count, size_t size,
    int(__cdecl *compare)(void *, const void *, const void *), void *context);
_CRTIMP void *__cdecl bsearch_s(const void *key, const void *base, size_t count, size_t size,
    int(__cdecl *compare)(void *, const void *, const void *), void *context);
_CRTIMP void *__cdecl _lfind(const void *key, const void *base, unsigned int *count, unsigned int size,
    int(__cdecl *compare)(const void *, const void *));
_CRTIMP void *__cdecl _lsearch(const void *key, void *base, unsigned int *count, unsigned int size,
    int(__cdecl *compare)(const void *, const void *));
#endif
_CRTIMP unsigned short __cdecl _byteswap_ushort(unsigned short value);
_CRTIMP unsigned long __cdecl _byteswap_ulong(unsigned long value);
_CRTIMP unsigned __int64 __cdecl _byteswap_uint64(unsigned __int64 value);
_CRTIMP unsigned int __cdecl _rotl(unsigned int value, int shift);
_CRTIMP unsigned int __cdecl _rotr(unsigned int value, int shift);
_CRTIMP unsigned long __cdecl _lrotl(unsigned long value, int shift);
_CRTIMP unsigned long __cdecl _lrotr(unsigned long value, int shift);
_CRTIMP unsigned __int64 __cdecl _rotl64(unsigned __int64 value, int shift);
_CRTIMP unsigned __int64 __cdecl _rotr64(unsigned __int64 value, int shift);
_CRTIMP char *__cdecl getenv(const char *name);
_CRTIMP errno_t __cdecl getenv_s(size_t *required, char *buffer, size_t size, const char *name);
_CRTIMP errno_t __cdecl _dupenv_s(char **buffer, size_t *size, const char *name);
_CRTIMP wchar_t *__cdecl _wgetenv(const wchar_t *name);
_CRTIMP int __cdecl _putenv(const char *assignment);
_CRTIMP errno_t __cdecl _putenv_s(const char *name, const char *value);
_CRTIMP char *__cdecl _itoa(int value, char *buffer, int radix);
_CRTIMP errno_t __cdecl _itoa_s(int value, char *buffer, size_t size, int radix);
_CRTIMP char *__cdecl _ltoa(long value, char *buffer, int radix);
_CRTIMP errno_t __cdecl _ltoa_s(long value, char *buffer, size_t size, int radix);
_CRTIMP char *__cdecl _ultoa(unsigned long value, char *buffer, int radix);
_CRTIMP errno_t __cdecl _ultoa_s(unsigned long value, char *buffer, size_t size, int radix);
_CRTIMP char *__cdecl _i64toa(__int64 value, char *buffer, int radix);
_CRTIMP errno_t __cdecl _i64toa_s(__int64 value, char *buffer, size_t size, int radix);
_CRTIMP char *__cdecl _ui64toa(unsigned __int64 value, char *buffer, int radix);
_CRTIMP errno_t __cdecl _ui64toa_s(unsigned __int64 value, char *buffer, size_t size, int radix);
_CRTIMP wchar_t *__cdecl _itow(int value, wchar_t *buffer, int radix);
_CRTIMP errno_t __cdecl _itow_s(int value, wchar_t *buffer, size_t size, int radix);
_CRTIMP wchar_t *__cdecl _ltow(long value, wchar_t *buffer, int radix);
_CRTIMP errno_t __cdecl _ltow_s(long value, wchar_t *buffer, size_t size, int radix);
_CRTIMP wchar_t *__cdecl _ultow(unsigned long value, wchar_t *buffer, int radix);
_CRTIMP wchar_t *__cdecl _i64tow(__int64 value, wchar_t *buffer, int radix);
_CRTIMP wchar_t *__cdecl _ui64tow(unsigned __int64 value, wchar_t *buffer, int radix);
_CRTIMP char *__cdecl _ecvt(double value, int count, int *decimal, int *sign);
_CRTIMP char *__cdecl _fcvt(double value, int count, int *decimal, int *sign);
_CRTIMP char *__cdecl _gcvt(double value, int digits, char *buffer);
_CRTIMP errno_t __cdecl _ecvt_s(char *buffer, size_t size, double value, int count, int *decimal, int *sign);
_CRTIMP errno_t __cdecl _fcvt_s(char *buffer, size_t size, double value, int count, int *decimal, int *sign);
_CRTIMP errno_t __cdecl _gcvt_s(char *buffer, size_t size, double value, int digits);
_CRTIMP int __cdecl mblen(const char *string, size_t count);
_CRTIMP int __cdecl mbtowc(wchar_t *destination, const char *source, size_t count);
_CRTIMP size_t __cdecl mbstowcs(wchar_t *destination, const char *source, size_t count);
_CRTIMP errno_t __cdecl mbstowcs_s(size_t *converted, wchar_t *destination, size_t size, const char *source, size_t count);
_CRTIMP int __cdecl wctomb(char *destination, wchar_t c);
_CRTIMP errno_t __cdecl wctomb_s(int *length, char *destination, size_t size, wchar_t c);
_CRTIMP size_t __cdecl wcstombs(char *destination, const wchar_t *source, size_t count);
_CRTIMP errno_t __cdecl wcstombs_s(size_t *converted, char *destination, size_t size, const wchar_t *source, size_t count);
_CRTIMP int __cdecl rand(void);
_CRTIMP void __cdecl srand(unsigned int seed);
_CRTIMP errno_t __cdecl rand_s(unsigned int *value);
_CRTIMP double __cdecl strtod(const char *string, char **end);
_CRTIMP float __cdecl strtof(const char *string, char **end);
_CRTIMP long __cdecl strtol(const char *string, char **end, int radix);
_CRTIMP unsigned long __cdecl strtoul(const char *string, char **end, int radix);
_CRTIMP __int64 __cdecl _strtoi64(const char *string, char **end, int radix);
_CRTIMP unsigned __int64 __cdecl _strtoui64(const char *string, char **end, int radix);
_CRTIMP __int64 __cdecl strtoll(const char *string, char **end, int radix);
_CRTIMP unsigned __int64 __cdecl strtoull(const char *string, char **end, int radix);
#ifndef _CRT_SYSTEM_DEFINED
#define _CRT_SYSTEM_DEFINED
_CRTIMP int __cdecl system(const char *command);
#endif
#ifndef _CRT_PERROR_DEFINED
#define _CRT_PERROR_DEFINED
_CRTIMP void __cdecl perror(const char *message);
#endif
_CRTIMP char *__cdecl _fullpath(char *buffer, const char *path, size_t size);
_CRTIMP void __cdecl _makepath(char *path, const char *drive, const char *directory, const char *name, const char *extension);
_CRTIMP void __cdecl _splitpath(const char *path, char *drive, char *directory, char *name, char *extension);
_CRTIMP errno_t __cdecl _makepath_s(char *path, size_t size, const char *drive, const char *directory, const char *name, const char *extension);
_CRTIMP errno_t __cdecl _splitpath_s(const char *path, char *drive, size_t driveSize, char *directory, size_t directorySize, char *name,
    size_t nameSize, char *extension, size_t extensionSize);
_CRTIMP void __cdecl _swab(char *source, char *destination, int count);

#ifndef _CRT_ALLOCATION_DEFINED
#define _CRT_ALLOCATION_DEFINED
_CRTIMP void *__cdecl calloc(size_t count, size_t size);
_CRTIMP void __cdecl free(void *block);
_CRTIMP void *__cdecl malloc(size_t size);
_CRTIMP void *__cdecl realloc(void *block, size_t size);
_CRTIMP void *__cdecl _recalloc(void *block, size_t count, size_t size);
_CRTIMP void __cdecl _aligned_free(void *block);
_CRTIMP void *__cdecl _aligned_malloc(size_t size, size_t alignment);
_CRTIMP void *__cdecl _aligned_offset_malloc(size_t size, size_t alignment, size_t offset);
_CRTIMP void *__cdecl _aligned_realloc(void *block, size_t size, size_t alignment);
_CRTIMP void *__cdecl _aligned_offset_realloc(void *block, size_t size, size_t alignment, size_t offset);
_CRTIMP void *__cdecl _aligned_recalloc(void *block, size_t count, size_t size, size_t alignment);
_CRTIMP void *__cdecl _aligned_offset_recalloc(void *block, size_t count, size_t size, size_t alignment, size_t offset);
_CRTIMP size_t __cdecl _aligned_msize(void *block, size_t alignment, size_t offset);
#endif

#ifndef _WSTDLIB_DEFINED
#define _WSTDLIB_DEFINED
_CRTIMP double __cdecl wcstod(const wchar_t *string, wchar_t **end);
_CRTIMP long __cdecl wcstol(const wchar_t *string, wchar_t **end, int radix);
_CRTIMP unsigned long __cdecl wcstoul(const wchar_t *string, wchar_t **end, int radix);
_CRTIMP __int64 __cdecl _wcstoi64(const wchar_t *string, wchar_t **end, int radix);
_CRTIMP unsigned __int64 __cdecl _wcstoui64(const wchar_t *string, wchar_t **end, int radix);
_CRTIMP int __cdecl _wtoi(const wchar_t *string);
_CRTIMP long __cdecl _wtol(const wchar_t *string);
_CRTIMP __int64 __cdecl _wtoi64(const wchar_t *string);
_CRTIMP double __cdecl _wtof(const wchar_t *string);
_CRTIMP int __cdecl _wsystem(const wchar_t *command);
#endif

char *__cdecl itoa(int value, char *buffer, int radix);
char *__cdecl ltoa(long value, char *buffer, int radix);
char *__cdecl ultoa(unsigned long value, char *buffer, int radix);
int __cdecl putenv(const char *assignment);
char *__cdecl ecvt(double value, int count, int *decimal, int *sign);
char *__cdecl fcvt(double value, int count, int *decimal, int *sign);
char *__cdecl gcvt(double value, int digits, char *buffer);
void __cdecl swab(char *source, char *destination, int count);
_onexit_t __cdecl onexit(_onexit_t function);
_CRT_END
#if defined(_DEBUG) && defined(_CRTDBG_MAP_ALLOC)
#include <crtdbg.h>
#endif
#endif
