/*
 * Makes room on the stack: EAX bytes, when that is a page or more.
 *
 * The page below the stack is a guard page; touching it makes Windows move the guard one page down. Jumping over it would
 * hit memory that isn't there. So each page on the way is touched, in order. Afterwards ESP is EAX lower than before.
 */
__declspec(naked) void _chkstk(void)
{
    __asm {
        push    ecx
        lea     ecx, [esp+4]        /* ESP at the call; the return address lies there */
        sub     ecx, eax
        sbb     eax, eax            /* below zero: take zero, which faults as a stack overflow does */
        not     eax
        and     ecx, eax
        mov     eax, esp
        and     eax, 0FFFFF000h
    again:
        cmp     ecx, eax
        jb      touch
        mov     eax, ecx
        pop     ecx
        xchg    eax, esp
        mov     eax, dword ptr [eax]
        mov     dword ptr [esp], eax
        ret
    touch:
        sub     eax, 1000h
        test    dword ptr [eax], eax
        jmp     again
    }
}
