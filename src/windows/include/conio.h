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
#define getch _getch
#define getche _getche
#define kbhit _kbhit
#define putch _putch
#define ungetch _ungetch
#define cputs _cputs
#define cprintf _cprintf
_CRT_END
#endif
