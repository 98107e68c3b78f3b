/* open.c - the old name of _open. */
#include <io.h>
#include <stdarg.h>

int __cdecl open(const char *name, int flags, ...)
{
    va_list arguments;

    va_start(arguments, flags);
    return _open(name, flags, va_arg(arguments, int));
}
