/* tchar.h - names that mean the wide function when _UNICODE is defined and the narrow one otherwise. */
#ifndef _INC_TCHAR
#define _INC_TCHAR
#include <crtdefs.h>
#include <string.h>
#include <stdlib.h>
#include <stdio.h>
#include <ctype.h>
#ifdef _UNICODE
typedef wchar_t _TCHAR;
typedef wchar_t _TSCHAR;
typedef wchar_t _TUCHAR;
typedef wchar_t _TXCHAR;
typedef wint_t _TINT;
#ifndef _TCHAR_DEFINED
typedef wchar_t TCHAR;
#define _TCHAR_DEFINED
#endif
#define __T(x) L##x
#define _tmain wmain
#define _tWinMain wWinMain
#define _tenviron _wenviron
#define __targv __wargv
#define _tprintf wprintf
#define _tprintf_s wprintf_s
#define _ftprintf fwprintf
#define _ftprintf_s fwprintf_s
#define _stprintf _swprintf
#define _stprintf_s swprintf_s
#define _sntprintf _snwprintf
#define _sntprintf_s _snwprintf_s
#define _sctprintf _scwprintf
#define _vtprintf vwprintf
#define _vftprintf vfwprintf
#define _vstprintf _vswprintf
#define _vstprintf_s vswprintf_s
#define _vsntprintf _vsnwprintf
#define _vsntprintf_s _vsnwprintf_s
#define _vsctprintf _vscwprintf
#define _tscanf wscanf
#define _tscanf_s wscanf_s
#define _ftscanf fwscanf
#define _stscanf swscanf
#define _stscanf_s swscanf_s
#define _fgettc fgetwc
#define _fputtc fputwc
#define _gettc getwc
#define _gettchar getwchar
#define _puttc putwc
#define _puttchar putwchar
#define _ungettc ungetwc
#define _fgetts fgetws
#define _fputts fputws
#define _getts _getws
#define _getts_s _getws_s
#define _putts _putws
#define _gettch _getwch
#define _gettche _getwche
#define _puttch _putwch
#define _cputts _cputws
#define _tfopen _wfopen
#define _tfopen_s _wfopen_s
#define _tfsopen _wfsopen
#define _topen _wopen
#define _tremove _wremove
#define _trename _wrename
#define _tunlink _wunlink
#define _tperror _wperror
#define _tgetenv _wgetenv
#define _tsystem _wsystem
#define _tcstod wcstod
#define _tcstol wcstol
#define _tcstoul wcstoul
#define _tcstoi64 _wcstoi64
#define _tcstoui64 _wcstoui64
#define _tstof _wtof
#define _tstoi _wtoi
#define _tstol _wtol
#define _tstoi64 _wtoi64
#define _ttof _wtof
#define _ttoi _wtoi
#define _ttol _wtol
#define _ttoi64 _wtoi64
#define _itot _itow
#define _itot_s _itow_s
#define _ltot _ltow
#define _ltot_s _ltow_s
#define _ultot _ultow
#define _i64tot _i64tow
#define _ui64tot _ui64tow
#define _tcscat wcscat
#define _tcscat_s wcscat_s
#define _tcschr wcschr
#define _tcscmp wcscmp
#define _tcscoll wcscoll
#define _tcscpy wcscpy
#define _tcscpy_s wcscpy_s
#define _tcscspn wcscspn
#define _tcsdup _wcsdup
#define _tcserror _wcserror
#define _tcsicmp _wcsicmp
#define _tcslen wcslen
#define _tcsclen wcslen
#define _tcsnlen wcsnlen
#define _tcslwr _wcslwr
#define _tcsncat wcsncat
#define _tcsncat_s wcsncat_s
#define _tcsncmp wcsncmp
#define _tcsnccmp wcsncmp
#define _tcsncpy wcsncpy
#define _tcsncpy_s wcsncpy_s
#define _tcsnicmp _wcsnicmp
#define _tcspbrk wcspbrk
#define _tcsrchr wcsrchr
#define _tcsrev _wcsrev
#define _tcsspn wcsspn
#define _tcsstr wcsstr
#define _tcstok wcstok
#define _tcstok_s wcstok_s
#define _tcsupr _wcsupr
#define _tcsftime wcsftime
#define _tsetlocale _wsetlocale
#define _istalnum iswalnum
#define _istalpha iswalpha
#define _istascii iswascii
#define _istcntrl iswcntrl
#define _istdigit iswdigit
#define _istgraph iswgraph
#define _istlower iswlower
#define _istprint iswprint
#define _istpunct iswpunct
#define _istspace iswspace
#define _istupper iswupper
#define _istxdigit iswxdigit
#define _totupper towupper
#define _totlower towlower
#define _TEOF WEOF
#else
typedef char _TCHAR;
typedef signed char _TSCHAR;
typedef unsigned char _TUCHAR;
typedef char _TXCHAR;
typedef int _TINT;
#ifndef _TCHAR_DEFINED
typedef char TCHAR;
#define _TCHAR_DEFINED
#endif
#define __T(x) x
#define _tmain main
#define _tWinMain WinMain
#define _tenviron _environ
#define __targv __argv
#define _tprintf printf
#define _tprintf_s printf_s
#define _ftprintf fprintf
#define _ftprintf_s fprintf_s
#define _stprintf sprintf
#define _stprintf_s sprintf_s
#define _sntprintf _snprintf
#define _sntprintf_s _snprintf_s
#define _sctprintf _scprintf
#define _vtprintf vprintf
#define _vftprintf vfprintf
#define _vstprintf vsprintf
#define _vstprintf_s vsprintf_s
#define _vsntprintf _vsnprintf
#define _vsntprintf_s _vsnprintf_s
#define _vsctprintf _vscprintf
#define _tscanf scanf
#define _tscanf_s scanf_s
#define _ftscanf fscanf
#define _stscanf sscanf
#define _stscanf_s sscanf_s
#define _fgettc fgetc
#define _fputtc fputc
#define _gettc getc
#define _gettchar getchar
#define _puttc putc
#define _puttchar putchar
#define _ungettc ungetc
#define _fgetts fgets
#define _fputts fputs
#define _getts gets
#define _getts_s gets_s
#define _putts puts
#define _gettch _getch
#define _gettche _getche
#define _puttch _putch
#define _cputts _cputs
#define _tfopen fopen
#define _tfopen_s fopen_s
#define _tfsopen _fsopen
#define _topen _open
#define _tremove remove
#define _trename rename
#define _tunlink _unlink
#define _tperror perror
#define _tgetenv getenv
#define _tsystem system
#define _tcstod strtod
#define _tcstol strtol
#define _tcstoul strtoul
#define _tcstoi64 _strtoi64
#define _tcstoui64 _strtoui64
#define _tstof atof
#define _tstoi atoi
#define _tstol atol
#define _tstoi64 _atoi64
#define _ttof atof
#define _ttoi atoi
#define _ttol atol
#define _ttoi64 _atoi64
#define _itot _itoa
#define _itot_s _itoa_s
#define _ltot _ltoa
#define _ltot_s _ltoa_s
#define _ultot _ultoa
#define _i64tot _i64toa
#define _ui64tot _ui64toa
#define _tcscat strcat
#define _tcscat_s strcat_s
#define _tcschr strchr
#define _tcscmp strcmp
#define _tcscoll strcoll
#define _tcscpy strcpy
#define _tcscpy_s strcpy_s
#define _tcscspn strcspn
#define _tcsdup _strdup
#define _tcserror strerror
#define _tcsicmp _stricmp
#define _tcslen strlen
#define _tcsclen strlen
#define _tcsnlen strnlen
#define _tcslwr _strlwr
#define _tcsncat strncat
#define _tcsncat_s strncat_s
#define _tcsncmp strncmp
#define _tcsnccmp strncmp
#define _tcsncpy strncpy
#define _tcsncpy_s strncpy_s
#define _tcsnicmp _strnicmp
#define _tcspbrk strpbrk
#define _tcsrchr strrchr
#define _tcsrev _strrev
#define _tcsspn strspn
#define _tcsstr strstr
#define _tcstok strtok
#define _tcstok_s strtok_s
#define _tcsupr _strupr
#define _tcsftime strftime
#define _tsetlocale setlocale
#define _istalnum isalnum
#define _istalpha isalpha
#define _istascii __isascii
#define _istcntrl iscntrl
#define _istdigit isdigit
#define _istgraph isgraph
#define _istlower islower
#define _istprint isprint
#define _istpunct ispunct
#define _istspace isspace
#define _istupper isupper
#define _istxdigit isxdigit
#define _totupper toupper
#define _totlower tolower
#define _TEOF EOF
#endif
#define _T(x) __T(x)
#ifndef _TEXT
#define _TEXT(x) __T(x)
#endif
#define _tcsinc(p) ((p) + 1)
#define _tcsdec(start, p) ((start) >= (p) ? NULL : (p) - 1)
#define _tcsnextc(p) ((unsigned int)*(p))
#define _tccpy(d, s) (*(d) = *(s))
#define _tccmp(a, b) ((*(a)) - (*(b)))
#endif
