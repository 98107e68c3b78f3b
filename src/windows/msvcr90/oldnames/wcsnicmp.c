/* wcsnicmp.c - the old name of _wcsnicmp. */
#include <string.h>

int __cdecl wcsnicmp(const wchar_t *left, const wchar_t *right, size_t count)
{
    return _wcsnicmp(left, right, count);
}
