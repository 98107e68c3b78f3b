/* new.h - the handler that operator new and malloc call when there is no memory. */
#ifndef _INC_NEW
#define _INC_NEW
#include <crtdefs.h>
typedef int(__cdecl *_PNH)(size_t);
_CRT_BEGIN
_CRTIMP _PNH __cdecl _set_new_handler(_PNH handler);
_CRTIMP _PNH __cdecl _query_new_handler(void);
_CRTIMP int __cdecl _set_new_mode(int mode);
_CRTIMP int __cdecl _query_new_mode(void);
_CRT_END
#endif
