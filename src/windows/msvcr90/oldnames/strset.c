/* strset.c - the old name of _strset. */
#include <string.h>

char *__cdecl strset(char *string, int c)
{
    return _strset(string, c);
}
