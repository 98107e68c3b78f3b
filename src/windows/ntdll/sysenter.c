/* The door into the kernel. Stubs reach it through SharedUserData.SystemCall: number in EAX, arguments from EDX+8 on. */
#include "ntdllp.h"

__declspec(dllexport) __declspec(naked) VOID NTAPI KiFastSystemCall(VOID)
{
    __asm {
        mov edx, esp
        sysenter
    }
}

/* Where the kernel comes back to: SYSEXIT has no return address of its own. */
__declspec(dllexport) __declspec(naked) VOID NTAPI KiFastSystemCallRet(VOID)
{
    __asm {
        ret
    }
}
