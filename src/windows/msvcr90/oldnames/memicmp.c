/* memicmp.c - the old name of _memicmp. */
#include <string.h>

int __cdecl memicmp(const void *left, const void *right, size_t count)
{
    return _memicmp(left, right, count);
}
