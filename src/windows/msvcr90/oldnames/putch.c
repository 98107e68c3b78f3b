/* putch.c - the old name of _putch. */
#include <conio.h>

int __cdecl putch(int c)
{
    return _putch(c);
}
