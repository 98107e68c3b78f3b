/* wctype.h - classes of wide characters. */
#ifndef _INC_WCTYPE
#define _INC_WCTYPE
#include <crtdefs.h>
#ifndef WEOF
#define WEOF ((wint_t)0xFFFF)
#endif
_CRT_BEGIN
_CRTIMP int __cdecl iswalpha(wint_t c);
_CRTIMP int __cdecl iswupper(wint_t c);
_CRTIMP int __cdecl iswlower(wint_t c);
_CRTIMP int __cdecl iswdigit(wint_t c);
_CRTIMP int __cdecl iswxdigit(wint_t c);
_CRTIMP int __cdecl iswspace(wint_t c);
_CRTIMP int __cdecl iswpunct(wint_t c);
_CRTIMP int __cdecl iswalnum(wint_t c);
_CRTIMP int __cdecl iswprint(wint_t c);
_CRTIMP int __cdecl iswgraph(wint_t c);
_CRTIMP int __cdecl iswcntrl(wint_t c);
_CRTIMP int __cdecl iswascii(wint_t c);
_CRTIMP int __cdecl iswctype(wint_t c, wctype_t type);
_CRTIMP wint_t __cdecl towupper(wint_t c);
_CRTIMP wint_t __cdecl towlower(wint_t c);
_CRT_END
#endif
