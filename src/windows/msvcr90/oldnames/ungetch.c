/* ungetch.c - the old name of _ungetch. */
#include <conio.h>

int __cdecl ungetch(int c)
{
    return _ungetch(c);
}
