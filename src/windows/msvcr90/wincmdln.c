/* wincmdln.c - the part of the command line that WinMain gets: what stands behind the program's name. */
#include "internal.h"

char *__cdecl _wincmdln(void)
{
    BOOL inDoubleQuote = FALSE;
    char *p = _acmdln == NULL ? "" : _acmdln;

    while ((unsigned char)*p > ' ' || (*p && inDoubleQuote)) {
        if (*p == '"')
            inDoubleQuote = !inDoubleQuote;
        ++p;
    }
    while (*p && (unsigned char)*p <= ' ')
        p++;
    return p;
}

wchar_t *__cdecl _wwincmdln(void)
{
    BOOL inDoubleQuote = FALSE;
    wchar_t *p = _wcmdln == NULL ? L"" : _wcmdln;

    while (*p > ' ' || (*p && inDoubleQuote)) {
        if (*p == '"')
            inDoubleQuote = !inDoubleQuote;
        ++p;
    }
    while (*p && *p <= ' ')
        p++;
    return p;
}
