/* The one header of a Win32 program. Only what really exists here is declared in it. */
#ifndef _WINDOWS_
#define _WINDOWS_

#include <ctype.h>
#include <excpt.h>
#include <stdarg.h>
#include <string.h>

#ifdef __cplusplus
extern "C" {
#endif

#include <windef.h>
#include <winerror.h>
#include <winbase.h>
#include <winnls.h>
#include <wincon.h>
#include <winuser.h>

#ifdef __cplusplus
}
#endif

#endif
