/* stdarg.h - variable argument lists. */
#ifndef _INC_STDARG
#define _INC_STDARG
#include <crtdefs.h>
#define va_start _crt_va_start
#define va_arg _crt_va_arg
#define va_end _crt_va_end
#define va_copy(destination, source) ((destination) = (source))
#endif
