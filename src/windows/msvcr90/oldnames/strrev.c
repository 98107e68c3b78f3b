/* strrev.c - the old name of _strrev. */
#include <string.h>

char *__cdecl strrev(char *string)
{
    return _strrev(string);
}
