/*
 * 64-bit arithmetic that one instruction can't do. The compiler calls these functions by name.
 *
 * Multiplication, division and remainder take both operands on the stack, low half first, and pop them; the result is in
 * EDX:EAX. Shifts take the value in EDX:EAX and the count in CL. ECX may be changed.
 */

/* a * b: the product of the high halves lies above bit 63 and doesn't count. */
__declspec(naked) void _allmul(void)
{
    __asm {
        mov     eax, dword ptr [esp+8]
        mov     ecx, dword ptr [esp+10h]
        or      ecx, eax
        mov     ecx, dword ptr [esp+0Ch]
        jne     large
        mov     eax, dword ptr [esp+4]
        mul     ecx
        ret     10h
    large:
        push    ebx
        mul     ecx
        mov     ebx, eax
        mov     eax, dword ptr [esp+8]
        mul     dword ptr [esp+14h]
        add     ebx, eax
        mov     eax, dword ptr [esp+8]
        mul     ecx
        add     edx, ebx
        pop     ebx
        ret     10h
    }
}

/*
 * a / b, unsigned. A divisor above 32 bits is shifted down to 32, the dividend with it; the quotient is then right or one
 * too large, which multiplying back tells.
 */
__declspec(naked) void _aulldiv(void)
{
    __asm {
        push    ebx
        push    esi
        mov     eax, dword ptr [esp+18h]
        or      eax, eax
        jne     large
        mov     ecx, dword ptr [esp+14h]
        mov     eax, dword ptr [esp+10h]
        xor     edx, edx
        div     ecx
        mov     ebx, eax
        mov     eax, dword ptr [esp+0Ch]
        div     ecx
        mov     edx, ebx
        jmp     done
    large:
        mov     ecx, eax
        mov     ebx, dword ptr [esp+14h]
        mov     edx, dword ptr [esp+10h]
        mov     eax, dword ptr [esp+0Ch]
    again:
        shr     ecx, 1
        rcr     ebx, 1
        shr     edx, 1
        rcr     eax, 1
        or      ecx, ecx
        jne     again
        div     ebx
        mov     esi, eax
        mul     dword ptr [esp+18h]
        mov     ecx, eax
        mov     eax, dword ptr [esp+14h]
        mul     esi
        add     edx, ecx
        jb      tooLarge
        cmp     edx, dword ptr [esp+10h]
        ja      tooLarge
        jb      right
        cmp     eax, dword ptr [esp+0Ch]
        jbe     right
    tooLarge:
        dec     esi
    right:
        xor     edx, edx
        mov     eax, esi
    done:
        pop     esi
        pop     ebx
        ret     10h
    }
}

/* a % b, unsigned: as the division, then what is left of the dividend. */
__declspec(naked) void _aullrem(void)
{
    __asm {
        push    ebx
        mov     eax, dword ptr [esp+14h]
        or      eax, eax
        jne     large
        mov     ecx, dword ptr [esp+10h]
        mov     eax, dword ptr [esp+0Ch]
        xor     edx, edx
        div     ecx
        mov     eax, dword ptr [esp+8]
        div     ecx
        mov     eax, edx
        xor     edx, edx
        jmp     done
    large:
        mov     ecx, eax
        mov     ebx, dword ptr [esp+10h]
        mov     edx, dword ptr [esp+0Ch]
        mov     eax, dword ptr [esp+8]
    again:
        shr     ecx, 1
        rcr     ebx, 1
        shr     edx, 1
        rcr     eax, 1
        or      ecx, ecx
        jne     again
        div     ebx
        mov     ecx, eax
        mul     dword ptr [esp+14h]
        xchg    ecx, eax
        mul     dword ptr [esp+10h]
        add     edx, ecx
        jb      tooLarge
        cmp     edx, dword ptr [esp+0Ch]
        ja      tooLarge
        jb      right
        cmp     eax, dword ptr [esp+8]
        jbe     right
    tooLarge:
        sub     eax, dword ptr [esp+10h]
        sbb     edx, dword ptr [esp+14h]
    right:
        sub     eax, dword ptr [esp+8]
        sbb     edx, dword ptr [esp+0Ch]
        neg     edx
        neg     eax
        sbb     edx, 0
    done:
        pop     ebx
        ret     10h
    }
}

/* a / b, signed: the unsigned quotient of the absolute values, negated when the signs differ (EDI counts them). */
__declspec(naked) void _alldiv(void)
{
    __asm {
        push    edi
        xor     edi, edi
        mov     eax, dword ptr [esp+0Ch]
        or      eax, eax
        jge     divisor
        inc     edi
        mov     edx, dword ptr [esp+8]
        neg     eax
        neg     edx
        sbb     eax, 0
        mov     dword ptr [esp+0Ch], eax
        mov     dword ptr [esp+8], edx
    divisor:
        mov     eax, dword ptr [esp+14h]
        or      eax, eax
        jge     divide
        inc     edi
        mov     edx, dword ptr [esp+10h]
        neg     eax
        neg     edx
        sbb     eax, 0
        mov     dword ptr [esp+14h], eax
        mov     dword ptr [esp+10h], edx
    divide:
        push    dword ptr [esp+14h]
        push    dword ptr [esp+14h]
        push    dword ptr [esp+14h]
        push    dword ptr [esp+14h]
        call    _aulldiv
        dec     edi
        jne     done
        neg     edx
        neg     eax
        sbb     edx, 0
    done:
        pop     edi
        ret     10h
    }
}

/* a % b, signed: the remainder has the dividend's sign. */
__declspec(naked) void _allrem(void)
{
    __asm {
        push    edi
        xor     edi, edi
        mov     eax, dword ptr [esp+0Ch]
        or      eax, eax
        jge     divisor
        inc     edi
        mov     edx, dword ptr [esp+8]
        neg     eax
        neg     edx
        sbb     eax, 0
        mov     dword ptr [esp+0Ch], eax
        mov     dword ptr [esp+8], edx
    divisor:
        mov     eax, dword ptr [esp+14h]
        or      eax, eax
        jge     divide
        mov     edx, dword ptr [esp+10h]
        neg     eax
        neg     edx
        sbb     eax, 0
        mov     dword ptr [esp+14h], eax
        mov     dword ptr [esp+10h], edx
    divide:
        push    dword ptr [esp+14h]
        push    dword ptr [esp+14h]
        push    dword ptr [esp+14h]
        push    dword ptr [esp+14h]
        call    _aullrem
        dec     edi
        jne     done
        neg     edx
        neg     eax
        sbb     edx, 0
    done:
        pop     edi
        ret     10h
    }
}

/* EDX:EAX << CL */
__declspec(naked) void _allshl(void)
{
    __asm {
        cmp     cl, 40h
        jae     gone
        cmp     cl, 20h
        jae     high
        shld    edx, eax, cl
        shl     eax, cl
        ret
    high:
        mov     edx, eax
        xor     eax, eax
        and     cl, 1Fh
        shl     edx, cl
        ret
    gone:
        xor     eax, eax
        xor     edx, edx
        ret
    }
}

/* EDX:EAX >> CL, signed */
__declspec(naked) void _allshr(void)
{
    __asm {
        cmp     cl, 40h
        jae     gone
        cmp     cl, 20h
        jae     high
        shrd    eax, edx, cl
        sar     edx, cl
        ret
    high:
        mov     eax, edx
        sar     edx, 1Fh
        and     cl, 1Fh
        sar     eax, cl
        ret
    gone:
        sar     edx, 1Fh
        mov     eax, edx
        ret
    }
}

/* EDX:EAX >> CL, unsigned */
__declspec(naked) void _aullshr(void)
{
    __asm {
        cmp     cl, 40h
        jae     gone
        cmp     cl, 20h
        jae     high
        shrd    eax, edx, cl
        shr     edx, cl
        ret
    high:
        mov     eax, edx
        xor     edx, edx
        and     cl, 1Fh
        shr     eax, cl
        ret
    gone:
        xor     eax, eax
        xor     edx, edx
        ret
    }
}
