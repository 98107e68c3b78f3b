/* tzset.c - the old name of _tzset. */
#include <time.h>

void __cdecl tzset(void)
{
    _tzset();
}
