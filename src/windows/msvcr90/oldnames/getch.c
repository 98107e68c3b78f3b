/* getch.c - the old name of _getch. */
#include <conio.h>

int __cdecl getch(void)
{
    return _getch();
}
