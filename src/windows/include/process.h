/* process.h - ends of processes, and threads. */
#ifndef _INC_PROCESS
#define _INC_PROCESS
#include <crtdefs.h>
_CRT_BEGIN
#ifndef _CRT_TERMINATE_DEFINED
#define _CRT_TERMINATE_DEFINED
__declspec(noreturn) _CRTIMP void __cdecl exit(int code);
__declspec(noreturn) _CRTIMP void __cdecl _exit(int code);
__declspec(noreturn) _CRTIMP void __cdecl abort(void);
#endif
_CRTIMP void __cdecl _cexit(void);
_CRTIMP void __cdecl _c_exit(void);
_CRTIMP int __cdecl _getpid(void);
int __cdecl getpid(void);
#ifndef _CRT_SYSTEM_DEFINED
#define _CRT_SYSTEM_DEFINED
_CRTIMP int __cdecl system(const char *command);
#endif
_CRTIMP uintptr_t __cdecl _beginthread(void (__cdecl *start)(void *), unsigned stackSize, void *argument);
_CRTIMP void __cdecl _endthread(void);
_CRTIMP uintptr_t __cdecl _beginthreadex(void *security, unsigned stackSize, unsigned (__stdcall *start)(void *), void *argument,
    unsigned initFlags, unsigned *threadId);
_CRTIMP void __cdecl _endthreadex(unsigned code);
_CRT_END
#endif
