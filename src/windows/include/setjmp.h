/* setjmp.h - jumps out of functions. */
#ifndef _INC_SETJMP
#define _INC_SETJMP
#include <crtdefs.h>
#define _JBLEN 16
typedef int jmp_buf[_JBLEN];
typedef struct __JUMP_BUFFER {
    unsigned long Ebp;
    unsigned long Ebx;
    unsigned long Edi;
    unsigned long Esi;
    unsigned long Esp;
    unsigned long Eip;
    unsigned long Registration;
    unsigned long TryLevel;
    unsigned long Cookie;
    unsigned long UnwindFunc;
    unsigned long UnwindData[6];
} _JUMP_BUFFER;
#define setjmp _setjmp
_CRT_BEGIN
_CRTIMP int __cdecl _setjmp(jmp_buf environment);
__declspec(noreturn) _CRTIMP void __cdecl longjmp(jmp_buf environment, int value);
_CRT_END
#endif
