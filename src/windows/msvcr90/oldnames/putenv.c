/* putenv.c - the old name of _putenv. */
#include <stdlib.h>

int __cdecl putenv(const char *assignment)
{
    return _putenv(assignment);
}
