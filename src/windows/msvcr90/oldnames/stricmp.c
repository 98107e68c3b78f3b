/* stricmp.c - the old name of _stricmp. */
#include <string.h>

int __cdecl stricmp(const char *left, const char *right)
{
    return _stricmp(left, right);
}
