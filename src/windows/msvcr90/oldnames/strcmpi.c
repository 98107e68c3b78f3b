/* strcmpi.c - the old name of _strcmpi. */
#include <string.h>

int __cdecl strcmpi(const char *left, const char *right)
{
    return _strcmpi(left, right);
}
