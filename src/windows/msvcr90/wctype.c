/* wctype.c - the classes of wide characters: those of the narrow ones up to 127; above, letters of Latin, Greek and Cyrillic. */
#include "internal.h"
#include <ctype.h>
#include <wctype.h>

/* Upper case letters from first to last; lower ones lie `distance` behind, or next to them (distance 1, alternating). */
struct case_range {
    wchar_t first;
    wchar_t last;
    wchar_t distance;
};

static const struct case_range ranges[] = {
    { 'A', 'Z', 32 }, { 0xC0, 0xD6, 32 }, { 0xD8, 0xDE, 32 }, { 0x100, 0x12E, 1 }, { 0x14A, 0x176, 1 },
    { 0x391, 0x3A1, 32 }, { 0x3A3, 0x3AB, 32 }, { 0x410, 0x42F, 32 }, { 0x400, 0x40F, 80 }, { 0xFF21, 0xFF3A, 32 }
};

_CRTIMP wint_t __cdecl towlower(wint_t c)
{
    int i;

    for (i = 0; i < (int)_countof(ranges); i++) {
        if (c >= ranges[i].first && c <= ranges[i].last)
            return ranges[i].distance == 1 ? (wint_t)(c | 1) : (wint_t)(c + ranges[i].distance);
    }
    return c;
}

_CRTIMP wint_t __cdecl towupper(wint_t c)
{
    int i;

    for (i = 0; i < (int)_countof(ranges); i++) {
        if (ranges[i].distance == 1) {
            if (c > ranges[i].first && c <= ranges[i].last + 1)
                return (wint_t)(c & ~1);
        } else if (c >= ranges[i].first + ranges[i].distance && c <= ranges[i].last + ranges[i].distance) {
            return (wint_t)(c - ranges[i].distance);
        }
    }
    return c;
}

_CRTIMP int __cdecl iswupper(wint_t c)
{
    return c < 128 ? isupper(c) : towlower(c) != c;
}

_CRTIMP int __cdecl iswlower(wint_t c)
{
    return c < 128 ? islower(c) : towupper(c) != c || c == 0xDF;
}

_CRTIMP int __cdecl iswalpha(wint_t c)
{
    return c < 128 ? isalpha(c) : iswupper(c) || iswlower(c) || (c >= 0x3040 && c <= 0x9FFF) || (c >= 0xAC00 && c <= 0xD7A3);
}

_CRTIMP int __cdecl iswdigit(wint_t c)
{
    return c >= '0' && c <= '9';
}

_CRTIMP int __cdecl iswxdigit(wint_t c)
{
    return c < 128 && isxdigit(c);
}

_CRTIMP int __cdecl iswspace(wint_t c)
{
    return c < 128 ? isspace(c) : c == 0xA0 || c == 0x3000 || (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029;
}

_CRTIMP int __cdecl iswalnum(wint_t c)
{
    return iswalpha(c) || iswdigit(c);
}

_CRTIMP int __cdecl iswcntrl(wint_t c)
{
    return c < 32 || (c >= 127 && c < 160);
}

_CRTIMP int __cdecl iswprint(wint_t c)
{
    return !iswcntrl(c);
}

_CRTIMP int __cdecl iswgraph(wint_t c)
{
    return iswprint(c) && !iswspace(c);
}

_CRTIMP int __cdecl iswpunct(wint_t c)
{
    return iswgraph(c) && !iswalnum(c);
}

_CRTIMP int __cdecl iswascii(wint_t c)
{
    return c < 128;
}

/* type: the masks of ctype.h. */
_CRTIMP int __cdecl iswctype(wint_t c, wctype_t type)
{
    return ((type & _UPPER) && iswupper(c)) || ((type & _LOWER) && iswlower(c)) || ((type & _DIGIT) && iswdigit(c))
        || ((type & _SPACE) && iswspace(c)) || ((type & _PUNCT) && iswpunct(c)) || ((type & _CONTROL) && iswcntrl(c))
        || ((type & _HEX) && iswxdigit(c)) || ((type & 0x0100) && iswalpha(c));
}
