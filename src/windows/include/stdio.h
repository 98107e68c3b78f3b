/* stdio.h - streams and formatted input and output. */
#ifndef _INC_STDIO
#define _INC_STDIO
#include <crtdefs.h>

#define BUFSIZ 512
#define _NFILE 512
#define _NSTREAM_ 512
#define _IOB_ENTRIES 20
#define EOF (-1)
#ifndef WEOF
#define WEOF ((wint_t)0xFFFF)
#endif
#define FILENAME_MAX 260
#define FOPEN_MAX 20
#define _SYS_OPEN 20
#define TMP_MAX 32767
#define _TMP_MAX_S 2147483647
#define L_tmpnam 16
#define SEEK_CUR 1
#define SEEK_END 2
#define SEEK_SET 0

#define _IOREAD 0x0001
#define _IOWRT 0x0002
#define _IOFBF 0x0000
#define _IOLBF 0x0040
#define _IONBF 0x0004
#define _IOMYBUF 0x0008
#define _IOEOF 0x0010
#define _IOERR 0x0020
#define _IOSTRG 0x0040
#define _IORW 0x0080

#ifndef _FILE_DEFINED
struct _iobuf {
    char *_ptr;
    int _cnt;
    char *_base;
    int _flag;
    int _file;
    int _charbuf;
    int _bufsiz;
    char *_tmpfname;
};
typedef struct _iobuf FILE;
#define _FILE_DEFINED
#endif

typedef __int64 fpos_t;

_CRT_BEGIN
_CRTIMP FILE *__cdecl __iob_func(void);
#define stdin (&__iob_func()[0])
#define stdout (&__iob_func()[1])
#define stderr (&__iob_func()[2])

_CRTIMP int __cdecl _filbuf(FILE *stream);
_CRTIMP int __cdecl _flsbuf(int c, FILE *stream);
_CRTIMP FILE *__cdecl _fsopen(const char *name, const char *mode, int share);
_CRTIMP void __cdecl clearerr(FILE *stream);
_CRTIMP errno_t __cdecl clearerr_s(FILE *stream);
_CRTIMP int __cdecl fclose(FILE *stream);
_CRTIMP int __cdecl _fcloseall(void);
_CRTIMP FILE *__cdecl _fdopen(int file, const char *mode);
_CRTIMP int __cdecl feof(FILE *stream);
_CRTIMP int __cdecl ferror(FILE *stream);
_CRTIMP int __cdecl fflush(FILE *stream);
_CRTIMP int __cdecl fgetc(FILE *stream);
_CRTIMP int __cdecl _fgetchar(void);
_CRTIMP int __cdecl fgetpos(FILE *stream, fpos_t *position);
_CRTIMP char *__cdecl fgets(char *buffer, int count, FILE *stream);
_CRTIMP int __cdecl _fileno(FILE *stream);
_CRTIMP int __cdecl _flushall(void);
_CRTIMP FILE *__cdecl fopen(const char *name, const char *mode);
_CRTIMP errno_t __cdecl fopen_s(FILE **stream, const char *name, const char *mode);
_CRTIMP int __cdecl fprintf(FILE *stream, const char *format, ...);
_CRTIMP int __cdecl fprintf_s(FILE *stream, const char *format, ...);
_CRTIMP int __cdecl fputc(int c, FILE *stream);
_CRTIMP int __cdecl _fputchar(int c);
_CRTIMP int __cdecl fputs(const char *string, FILE *stream);
_CRTIMP size_t __cdecl fread(void *buffer, size_t size, size_t count, FILE *stream);
_CRTIMP size_t __cdecl fread_s(void *buffer, size_t bufferSize, size_t size, size_t count, FILE *stream);
_CRTIMP FILE *__cdecl freopen(const char *name, const char *mode, FILE *stream);
_CRTIMP errno_t __cdecl freopen_s(FILE **result, const char *name, const char *mode, FILE *stream);
_CRTIMP int __cdecl fscanf(FILE *stream, const char *format, ...);
_CRTIMP int __cdecl fscanf_s(FILE *stream, const char *format, ...);
_CRTIMP int __cdecl fsetpos(FILE *stream, const fpos_t *position);
_CRTIMP int __cdecl fseek(FILE *stream, long offset, int origin);
_CRTIMP long __cdecl ftell(FILE *stream);
_CRTIMP int __cdecl _fseeki64(FILE *stream, __int64 offset, int origin);
_CRTIMP __int64 __cdecl _ftelli64(FILE *stream);
_CRTIMP size_t __cdecl fwrite(const void *buffer, size_t size, size_t count, FILE *stream);
_CRTIMP int __cdecl getc(FILE *stream);
_CRTIMP int __cdecl getchar(void);
_CRTIMP int __cdecl _getmaxstdio(void);
_CRTIMP char *__cdecl gets(char *buffer);
_CRTIMP char *__cdecl gets_s(char *buffer, size_t size);
_CRTIMP int __cdecl _getw(FILE *stream);
#ifndef _CRT_PERROR_DEFINED
#define _CRT_PERROR_DEFINED
_CRTIMP void __cdecl perror(const char *message);
#endif
_CRTIMP int __cdecl printf(const char *format, ...);
_CRTIMP int __cdecl printf_s(const char *format, ...);
_CRTIMP int __cdecl putc(int c, FILE *stream);
_CRTIMP int __cdecl putchar(int c);
_CRTIMP int __cdecl puts(const char *string);
_CRTIMP int __cdecl _putw(int word, FILE *stream);
#ifndef _CRT_REMOVE_DEFINED
#define _CRT_REMOVE_DEFINED
_CRTIMP int __cdecl remove(const char *name);
_CRTIMP int __cdecl rename(const char *oldname, const char *newname);
#endif
_CRTIMP void __cdecl rewind(FILE *stream);
_CRTIMP int __cdecl _rmtmp(void);
_CRTIMP int __cdecl scanf(const char *format, ...);
_CRTIMP int __cdecl scanf_s(const char *format, ...);
_CRTIMP void __cdecl setbuf(FILE *stream, char *buffer);
_CRTIMP int __cdecl setvbuf(FILE *stream, char *buffer, int mode, size_t size);
_CRTIMP int __cdecl _snprintf(char *buffer, size_t count, const char *format, ...);
_CRTIMP int __cdecl _snprintf_s(char *buffer, size_t size, size_t count, const char *format, ...);
_CRTIMP int __cdecl sprintf(char *buffer, const char *format, ...);
_CRTIMP int __cdecl sprintf_s(char *buffer, size_t size, const char *format, ...);
_CRTIMP int __cdecl _scprintf(const char *format, ...);
_CRTIMP int __cdecl sscanf(const char *string, const char *format, ...);
_CRTIMP int __cdecl sscanf_s(const char *string, const char *format, ...);
_CRTIMP int __cdecl _snscanf(const char *string, size_t count, const char *format, ...);
_CRTIMP char *__cdecl _tempnam(const char *directory, const char *prefix);
_CRTIMP FILE *__cdecl tmpfile(void);
_CRTIMP errno_t __cdecl tmpfile_s(FILE **stream);
_CRTIMP char *__cdecl tmpnam(char *buffer);
_CRTIMP errno_t __cdecl tmpnam_s(char *buffer, size_t size);
_CRTIMP int __cdecl ungetc(int c, FILE *stream);
_CRTIMP int __cdecl _unlink(const char *name);
_CRTIMP int __cdecl vfprintf(FILE *stream, const char *format, va_list arguments);
_CRTIMP int __cdecl vfprintf_s(FILE *stream, const char *format, va_list arguments);
_CRTIMP int __cdecl vprintf(const char *format, va_list arguments);
_CRTIMP int __cdecl vprintf_s(const char *format, va_list arguments);
_CRTIMP int __cdecl _vsnprintf(char *buffer, size_t count, const char *format, va_list arguments);
_CRTIMP int __cdecl _vsnprintf_s(char *buffer, size_t size, size_t count, const char *format, va_list arguments);
_CRTIMP int __cdecl vsnprintf(char *buffer, size_t count, const char *format, va_list arguments);
_CRTIMP int __cdecl vsprintf(char *buffer, const char *format, va_list arguments);
_CRTIMP int __cdecl vsprintf_s(char *buffer, size_t size, const char *format, va_list arguments);
_CRTIMP int __cdecl _vscprintf(const char *format, va_list arguments);
_CRTIMP int __cdecl _set_printf_count_output(int value);
_CRTIMP int __cdecl _get_printf_count_output(void);
_CRTIMP unsigned int __cdecl _set_output_format(unsigned int format);
_CRTIMP unsigned int __cdecl _get_output_format(void);
#define _TWO_DIGIT_EXPONENT 0x1
/* Not in Visual C++ 2008; here for programs written to C99. */
_CRTIMP int __cdecl snprintf(char *buffer, size_t count, const char *format, ...);

#ifndef _WSTDIO_DEFINED
#define _WSTDIO_DEFINED
_CRTIMP wint_t __cdecl fgetwc(FILE *stream);
_CRTIMP wint_t __cdecl _fgetwchar(void);
_CRTIMP wint_t __cdecl fputwc(wchar_t c, FILE *stream);
_CRTIMP wint_t __cdecl _fputwchar(wchar_t c);
_CRTIMP wint_t __cdecl getwc(FILE *stream);
_CRTIMP wint_t __cdecl getwchar(void);
_CRTIMP wint_t __cdecl putwc(wchar_t c, FILE *stream);
_CRTIMP wint_t __cdecl putwchar(wchar_t c);
_CRTIMP wint_t __cdecl ungetwc(wint_t c, FILE *stream);
_CRTIMP wchar_t *__cdecl fgetws(wchar_t *buffer, int count, FILE *stream);
_CRTIMP int __cdecl fputws(const wchar_t *string, FILE *stream);
_CRTIMP wchar_t *__cdecl _getws(wchar_t *buffer);
_CRTIMP wchar_t *__cdecl _getws_s(wchar_t *buffer, size_t size);
_CRTIMP int __cdecl _putws(const wchar_t *string);
_CRTIMP int __cdecl fwprintf(FILE *stream, const wchar_t *format, ...);
_CRTIMP int __cdecl fwprintf_s(FILE *stream, const wchar_t *format, ...);
_CRTIMP int __cdecl wprintf(const wchar_t *format, ...);
_CRTIMP int __cdecl wprintf_s(const wchar_t *format, ...);
_CRTIMP int __cdecl vfwprintf(FILE *stream, const wchar_t *format, va_list arguments);
_CRTIMP int __cdecl vfwprintf_s(FILE *stream, const wchar_t *format, va_list arguments);
_CRTIMP int __cdecl vwprintf(const wchar_t *format, va_list arguments);
_CRTIMP int __cdecl vwprintf_s(const wchar_t *format, va_list arguments);
_CRTIMP int __cdecl _scwprintf(const wchar_t *format, ...);
_CRTIMP int __cdecl _vscwprintf(const wchar_t *format, va_list arguments);
_CRTIMP int __cdecl _swprintf(wchar_t *buffer, const wchar_t *format, ...);
_CRTIMP int __cdecl _vswprintf(wchar_t *buffer, const wchar_t *format, va_list arguments);
_CRTIMP int __cdecl swprintf(wchar_t *buffer, size_t count, const wchar_t *format, ...);
_CRTIMP int __cdecl vswprintf(wchar_t *buffer, size_t count, const wchar_t *format, va_list arguments);
_CRTIMP int __cdecl swprintf_s(wchar_t *buffer, size_t size, const wchar_t *format, ...);
_CRTIMP int __cdecl vswprintf_s(wchar_t *buffer, size_t size, const wchar_t *format, va_list arguments);
_CRTIMP int __cdecl _snwprintf(wchar_t *buffer, size_t count, const wchar_t *format, ...);
_CRTIMP int __cdecl _snwprintf_s(wchar_t *buffer, size_t size, size_t count, const wchar_t *format, ...);
_CRTIMP int __cdecl _vsnwprintf(wchar_t *buffer, size_t count, const wchar_t *format, va_list arguments);
_CRTIMP int __cdecl _vsnwprintf_s(wchar_t *buffer, size_t size, size_t count, const wchar_t *format, va_list arguments);
_CRTIMP int __cdecl fwscanf(FILE *stream, const wchar_t *format, ...);
_CRTIMP int __cdecl fwscanf_s(FILE *stream, const wchar_t *format, ...);
_CRTIMP int __cdecl swscanf(const wchar_t *string, const wchar_t *format, ...);
_CRTIMP int __cdecl swscanf_s(const wchar_t *string, const wchar_t *format, ...);
_CRTIMP int __cdecl wscanf(const wchar_t *format, ...);
_CRTIMP int __cdecl wscanf_s(const wchar_t *format, ...);
_CRTIMP FILE *__cdecl _wfopen(const wchar_t *name, const wchar_t *mode);
_CRTIMP errno_t __cdecl _wfopen_s(FILE **stream, const wchar_t *name, const wchar_t *mode);
_CRTIMP FILE *__cdecl _wfsopen(const wchar_t *name, const wchar_t *mode, int share);
_CRTIMP int __cdecl _wremove(const wchar_t *name);
_CRTIMP int __cdecl _wrename(const wchar_t *oldname, const wchar_t *newname);
_CRTIMP void __cdecl _wperror(const wchar_t *message);
#endif

int __cdecl fileno(FILE *stream);
int __cdecl fcloseall(void);
FILE *__cdecl fdopen(int file, const char *mode);
int __cdecl fgetchar(void);
int __cdecl fputchar(int c);
int __cdecl flushall(void);
_CRT_END
#endif
