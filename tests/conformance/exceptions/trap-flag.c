/*
 * Single steps by the trap flag: STATUS_SINGLE_STEP after each instruction, EIP at the next one, TF cleared in the CONTEXT.
 * Facts: what Wine's 32-bit exception tests assert. Output: by them.
 */
#include <windows.h>
#include <stdio.h>

static DWORD places[16];
static int count, wanted;

static LONG WINAPI step(EXCEPTION_POINTERS *p)
{
    if (p->ExceptionRecord->ExceptionCode != EXCEPTION_SINGLE_STEP) return EXCEPTION_CONTINUE_SEARCH;
    if (p->ContextRecord->EFlags & 0x100) puts("TF is set?");
    if (p->ExceptionRecord->NumberParameters) puts("parameters?");
    if (p->ExceptionRecord->ExceptionAddress != (PVOID)p->ContextRecord->Eip) puts("address?");
    places[count++] = p->ContextRecord->Eip;
    if (count < wanted) p->ContextRecord->EFlags |= 0x100;
    return EXCEPTION_CONTINUE_EXECUTION;
}

static void run(int n)
{
    int i;

    count = 0;
    wanted = n;
    __asm {
        pushfd
        or      dword ptr [esp], 100h
        popfd
        nop
        mov     eax, 1
        xor     eax, eax
        nop
        nop
    }
    printf("%d:", count);
    for (i = 1; i < count; i++) printf(" %lu", places[i] - places[i - 1]);
    puts("");
}

int main(void)
{
    AddVectoredExceptionHandler(1, step);
    run(1);
    run(2);
    run(4);
    return 0;
}
