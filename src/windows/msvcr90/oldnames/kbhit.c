/* kbhit.c - the old name of _kbhit. */
#include <conio.h>

int __cdecl kbhit(void)
{
    return _kbhit();
}
