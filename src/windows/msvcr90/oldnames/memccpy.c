/* memccpy.c - the old name of _memccpy. */
#include <string.h>

void *__cdecl memccpy(void *destination, const void *source, int c, size_t count)
{
    return _memccpy(destination, source, c, count);
}
