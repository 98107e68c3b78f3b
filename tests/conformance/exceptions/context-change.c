/*
 * What filters write into the CONTEXT is what the program goes on with: registers, flags, EIP.
 * Facts: Microsoft's "GetExceptionInformation" and CONTEXT. Output: by those rules.
 */
#include <windows.h>
#include <stdio.h>

static int change(EXCEPTION_POINTERS *p)
{
    CONTEXT *c = p->ContextRecord;

    printf("%08lx at EIP %d, full %d\n", p->ExceptionRecord->ExceptionCode, p->ExceptionRecord->ExceptionAddress == (PVOID)c->Eip,
        (c->ContextFlags & CONTEXT_FULL) == CONTEXT_FULL);
    printf("ebx %lx esi %lx edi %lx cs %lx ds %lx fs %lx\n", c->Ebx, c->Esi, c->Edi, c->SegCs & 0xffff, c->SegDs & 0xffff, c->SegFs & 0xffff);
    c->Eip += 2;
    c->Ebx = 0x1111;
    c->Esi = 0x2222;
    c->Edi = 0x3333;
    c->EFlags |= 1;
    return EXCEPTION_CONTINUE_EXECUTION;
}

int main(void)
{
    DWORD b, s, d, carry;

    __try {
        __asm {
            mov     ebx, 0AAAAh
            mov     esi, 0BBBBh
            mov     edi, 0CCCCh
            clc
            ud2
            mov     b, ebx
            mov     s, esi
            mov     d, edi
            sbb     eax, eax
            mov     carry, eax
        }
        printf("ebx %lx esi %lx edi %lx carry %lx\n", b, s, d, carry);
    } __except (change(GetExceptionInformation())) { puts("?"); }
    return 0;
}
