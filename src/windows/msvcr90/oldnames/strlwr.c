/* strlwr.c - the old name of _strlwr. */
#include <string.h>

char *__cdecl strlwr(char *string)
{
    return _strlwr(string);
}
