/* wcsicmp.c - the old name of _wcsicmp. */
#include <string.h>

int __cdecl wcsicmp(const wchar_t *left, const wchar_t *right)
{
    return _wcsicmp(left, right);
}
