/* strnicmp.c - the old name of _strnicmp. */
#include <string.h>

int __cdecl strnicmp(const char *left, const char *right, size_t count)
{
    return _strnicmp(left, right, count);
}
