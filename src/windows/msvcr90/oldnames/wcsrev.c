/* wcsrev.c - the old name of _wcsrev. */
#include <string.h>

wchar_t *__cdecl wcsrev(wchar_t *string)
{
    return _wcsrev(string);
}
