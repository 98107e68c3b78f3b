/* conio.h - the console, not the standard streams. */
#ifndef _INC_CONIO
#define _INC_CONIO
#include <crtdefs.h>
_CRT_BEGIN
_CRTIMP int __cdecl _getch(void);
_CRTIMP int __cdecl _getche(void);
_CRTIMP int __cdecl _kbhit(void);
_CRTIMP int __cdecl _putch(int c);
_CRTIMP int __cdecl _ungetch(int c);
_CRTIMP int __cdecl _cputs(const char *string);
_CRTIMP char *__cdecl _cgets(char *buffer);
_CRTIMP int __cdecl _cprintf(const char *format, ...);
_CRTIMP int __cdecl _vcprintf(const char *format, va_list arguments);
_CRTIMP wint_t __cdecl _getwch(void);
_CRTIMP wint_t __cdecl _getwche(void);
_CRTIMP wint_t __cdecl _putwch(wchar_t c);
_CRTIMP int __cdecl _cputws(const wchar_t *string);
int __cdecl getch(void);
int __cdecl getche(void);
int __cdecl kbhit(void);
int __cdecl putch(int c);
int __cdecl ungetch(int c);
int __cdecl cputs(const char *string);
int __cdecl cprintf(const char *format, ...);
_CRT_END
#endif
