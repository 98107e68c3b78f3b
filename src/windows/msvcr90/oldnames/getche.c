/* getche.c - the old name of _getche. */
#include <conio.h>

int __cdecl getche(void)
{
    return _getche();
}
