/*
 * A registration record made by hand: eight bytes
 * on the stack, and fs:[0] points at them. No
 * __try anywhere.
 * Watch the record appear on the chain, and the
 * handler repair EAX so that the write succeeds.
 */
#include <windows.h>
#include <stdio.h>

static int target;

static EXCEPTION_DISPOSITION __cdecl repair(
    EXCEPTION_RECORD *record, void *frame, CONTEXT *context, void *dispatcher)
{
    printf("handler: code %08lx, flags %lx, my record is at %p\n",
        record->ExceptionCode, record->ExceptionFlags, frame);
    /* The instruction will run again, with this EAX. */
    context->Eax = (DWORD)&target;
    return ExceptionContinueExecution;
}

int main(void)
{
    __asm {
        push offset repair      /* Handler */
        push dword ptr fs:[0]   /* Next */
        mov fs:[0], esp         /* we are first */
    }
    __asm {
        xor eax, eax
        mov dword ptr [eax], 42 /* to address 0 */
    }
    __asm {
        pop dword ptr fs:[0]    /* off again */
        add esp, 4
    }
    printf("target = %d\n", target);
    return 0;
}
