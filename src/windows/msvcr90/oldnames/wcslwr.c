/* wcslwr.c - the old name of _wcslwr. */
#include <string.h>

wchar_t *__cdecl wcslwr(wchar_t *string)
{
    return _wcslwr(string);
}
