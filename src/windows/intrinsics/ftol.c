/*
 * Conversions from the number in ST(0), which they remove, to a 64-bit integer in EDX:EAX, towards zero as C wants. The
 * processor rounds to nearest unless its control word says otherwise, so that is changed meanwhile.
 */

static const unsigned long two63 = 0x5F000000; /* 2^63 as a float */

__declspec(naked) void _ftol2(void)
{
    __asm {
        push    ebp
        mov     ebp, esp
        sub     esp, 10h
        fnstcw  word ptr [ebp-2]
        movzx   eax, word ptr [ebp-2]
        or      eax, 0C00h
        mov     word ptr [ebp-4], ax
        fldcw   word ptr [ebp-4]
        fistp   qword ptr [ebp-10h]
        fldcw   word ptr [ebp-2]
        mov     eax, dword ptr [ebp-10h]
        mov     edx, dword ptr [ebp-0Ch]
        leave
        ret
    }
}

/* To unsigned: from 2^63 on, 2^63 is taken off first and put back as the top bit. */
__declspec(naked) void _ftoul2(void)
{
    __asm {
        fcom    dword ptr two63
        fnstsw  ax
        test    ah, 1
        je      large
        jmp     _ftol2
    large:
        fsub    dword ptr two63
        call    _ftol2
        xor     edx, 80000000h
        ret
    }
}
