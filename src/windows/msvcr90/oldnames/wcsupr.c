/* wcsupr.c - the old name of _wcsupr. */
#include <string.h>

wchar_t *__cdecl wcsupr(wchar_t *string)
{
    return _wcsupr(string);
}
