/*
 * Nine ways to trip the processor, and the code
 * that Windows gives to each.
 * Watch: the same trap can become two codes, and
 * only some exceptions carry parameters.
 */
#include <windows.h>
#include <stdio.h>
#include <limits.h>

static int tell(const char *what, EXCEPTION_POINTERS *exception)
{
    EXCEPTION_RECORD *record = exception->ExceptionRecord;
    DWORD i;

    printf("%-22s %08lx", what, record->ExceptionCode);
    for (i = 0; i < record->NumberParameters; i++)
        printf(" %lx", record->ExceptionInformation[i]);
    printf("\n");
    return EXCEPTION_EXECUTE_HANDLER;
}

#define TELL(what) __except (tell(what, GetExceptionInformation())) { }

int main(void)
{
    volatile int zero = 0, minusOne = -1, result;
    char *guarded = VirtualAlloc(NULL, 4096, MEM_RESERVE | MEM_COMMIT, PAGE_READWRITE | PAGE_GUARD);

    __try { result = 1 / zero; } TELL("1 / 0")
    __try { result = INT_MIN / minusOne; } TELL("INT_MIN / -1")
    __try { result = *(volatile int *)0x10; } TELL("read address 10")
    __try { *(volatile int *)0x10 = 1; } TELL("write address 10")
    __try { *guarded = 1; } TELL("touch a guard page")
    __try { __asm { int 3 } } TELL("int 3")
    __try { __asm { hlt } } TELL("hlt")
    __try { __asm { ud2 } } TELL("no such instruction")
    __try {
        __asm {
            pushfd
            or dword ptr [esp], 100h            /* the trap flag: one step, then an exception */
            popfd
            nop
        }
    } TELL("trap flag")
    return 0;
}
