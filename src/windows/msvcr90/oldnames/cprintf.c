/* cprintf.c - the old name of _cprintf. */
#include <conio.h>
#include <stdarg.h>

int __cdecl cprintf(const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    return _vcprintf(format, arguments);
}
