/* strupr.c - the old name of _strupr. */
#include <string.h>

char *__cdecl strupr(char *string)
{
    return _strupr(string);
}
