/* wcsdup.c - the old name of _wcsdup. */
#include <string.h>

wchar_t *__cdecl wcsdup(const wchar_t *string)
{
    return _wcsdup(string);
}
