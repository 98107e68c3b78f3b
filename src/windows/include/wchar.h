/* wchar.h - everything for wide characters. */
#ifndef _INC_WCHAR
#define _INC_WCHAR
#include <crtdefs.h>
#ifndef WCHAR_MIN
#define WCHAR_MIN 0
#define WCHAR_MAX 0xffff
#endif
#ifndef WEOF
#define WEOF ((wint_t)0xFFFF)
#endif
typedef int mbstate_t;
_CRT_BEGIN
_CRTIMP wint_t __cdecl btowc(int c);
_CRTIMP int __cdecl wctob(wint_t c);
_CRTIMP int __cdecl mbsinit(const mbstate_t *state);
_CRTIMP size_t __cdecl mbrlen(const char *string, size_t count, mbstate_t *state);
_CRTIMP size_t __cdecl mbrtowc(wchar_t *destination, const char *source, size_t count, mbstate_t *state);
_CRTIMP size_t __cdecl wcrtomb(char *destination, wchar_t c, mbstate_t *state);
_CRT_END
#include <stdio.h>
#include <string.h>
#include <stdlib.h>
#include <wctype.h>
#include <time.h>
#endif
