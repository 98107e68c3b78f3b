/* ctype.h - classes of characters. */
#ifndef _INC_CTYPE
#define _INC_CTYPE
#include <crtdefs.h>
#ifndef WEOF
#define WEOF ((wint_t)0xFFFF)
#endif
#define _UPPER 0x1
#define _LOWER 0x2
#define _DIGIT 0x4
#define _SPACE 0x8
#define _PUNCT 0x10
#define _CONTROL 0x20
#define _BLANK 0x40
#define _HEX 0x80
#define _LEADBYTE 0x8000
#define _ALPHA (0x0100 | _UPPER | _LOWER)
_CRT_BEGIN
_CRTIMP const unsigned short *__cdecl __pctype_func(void);
#define _pctype (__pctype_func())
_CRTIMP int __cdecl isalpha(int c);
_CRTIMP int __cdecl isupper(int c);
_CRTIMP int __cdecl islower(int c);
_CRTIMP int __cdecl isdigit(int c);
_CRTIMP int __cdecl isxdigit(int c);
_CRTIMP int __cdecl isspace(int c);
_CRTIMP int __cdecl ispunct(int c);
_CRTIMP int __cdecl isalnum(int c);
_CRTIMP int __cdecl isprint(int c);
_CRTIMP int __cdecl isgraph(int c);
_CRTIMP int __cdecl iscntrl(int c);
_CRTIMP int __cdecl isblank(int c);
_CRTIMP int __cdecl toupper(int c);
_CRTIMP int __cdecl tolower(int c);
_CRTIMP int __cdecl _tolower(int c);
_CRTIMP int __cdecl _toupper(int c);
_CRTIMP int __cdecl __isascii(int c);
_CRTIMP int __cdecl __toascii(int c);
_CRTIMP int __cdecl __iscsymf(int c);
_CRTIMP int __cdecl __iscsym(int c);
#define isascii __isascii
#define toascii __toascii
#define iscsymf __iscsymf
#define iscsym __iscsym
_CRT_END
#include <wctype.h>
#endif
