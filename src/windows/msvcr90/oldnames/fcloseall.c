/* fcloseall.c - the old name of _fcloseall. */
#include <stdio.h>

int __cdecl fcloseall(void)
{
    return _fcloseall();
}
