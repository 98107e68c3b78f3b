/* stddef.h - common definitions. */
#ifndef _INC_STDDEF
#define _INC_STDDEF
#include <crtdefs.h>
#define offsetof(s, m) ((size_t)&(((s *)0)->m))
_CRT_BEGIN
#ifndef _CRT_ERRNO_DEFINED
#define _CRT_ERRNO_DEFINED
_CRTIMP int *__cdecl _errno(void);
#define errno (*_errno())
#endif
_CRTIMP unsigned long __cdecl __threadid(void);
#define _threadid (__threadid())
_CRT_END
#endif
