/* locale.h - the locale "C" and, as a convenience of this world, any name with code page 65001 (UTF-8). */
#ifndef _INC_LOCALE
#define _INC_LOCALE
#include <crtdefs.h>
#define LC_ALL 0
#define LC_COLLATE 1
#define LC_CTYPE 2
#define LC_MONETARY 3
#define LC_NUMERIC 4
#define LC_TIME 5
#define LC_MIN LC_ALL
#define LC_MAX LC_TIME
struct lconv {
    char *decimal_point;
    char *thousands_sep;
    char *grouping;
    char *int_curr_symbol;
    char *currency_symbol;
    char *mon_decimal_point;
    char *mon_thousands_sep;
    char *mon_grouping;
    char *positive_sign;
    char *negative_sign;
    char int_frac_digits;
    char frac_digits;
    char p_cs_precedes;
    char p_sep_by_space;
    char n_cs_precedes;
    char n_sep_by_space;
    char p_sign_posn;
    char n_sign_posn;
};
_CRT_BEGIN
_CRTIMP char *__cdecl setlocale(int category, const char *locale);
_CRTIMP wchar_t *__cdecl _wsetlocale(int category, const wchar_t *locale);
_CRTIMP struct lconv *__cdecl localeconv(void);
_CRT_END
#endif
