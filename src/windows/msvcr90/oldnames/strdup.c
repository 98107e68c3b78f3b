/* strdup.c - the old name of _strdup. */
#include <string.h>

char *__cdecl strdup(const char *string)
{
    return _strdup(string);
}
