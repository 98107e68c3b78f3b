/* strnset.c - the old name of _strnset. */
#include <string.h>

char *__cdecl strnset(char *string, int c, size_t count)
{
    return _strnset(string, c, count);
}
