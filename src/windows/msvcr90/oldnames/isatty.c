/* isatty.c - the old name of _isatty. */
#include <io.h>

int __cdecl isatty(int file)
{
    return _isatty(file);
}
