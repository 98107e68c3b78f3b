/*
 * Two registration records made by hand: order of the handlers, the unwind pass, a handler that mends the context.
 * Facts: Windows' x86 exception chain as it is publicly described; what Wine's 32-bit exception tests assert of it. Output: by them.
 */
#include <windows.h>
#include <stdio.h>

static int mend;

static EXCEPTION_DISPOSITION __cdecl near_one(EXCEPTION_RECORD *r, void *frame, CONTEXT *c, void *d)
{
    printf("near: %08lx, flags %lx, own frame %d\n", r->ExceptionCode, r->ExceptionFlags, *(void **)((char *)frame + 8) == (void *)0x11111111);
    return ExceptionContinueSearch;
}

static EXCEPTION_DISPOSITION __cdecl far_one(EXCEPTION_RECORD *r, void *frame, CONTEXT *c, void *d)
{
    printf("far: %08lx, flags %lx, own frame %d\n", r->ExceptionCode, r->ExceptionFlags, *(void **)((char *)frame + 8) == (void *)0x22222222);
    if (!mend || r->ExceptionFlags & 6) return ExceptionContinueSearch;
    c->Eip += 2;
    c->Eax = 0x600D;
    return ExceptionContinueExecution;
}

static DWORD faulting(void)
{
    DWORD result, n = (DWORD)near_one, f = (DWORD)far_one;

    __asm {
        push    22222222h
        push    f
        push    fs:[0]
        mov     fs:[0], esp
        push    11111111h
        push    n
        push    fs:[0]
        mov     fs:[0], esp
        xor     ecx, ecx
        mov     eax, [ecx]
        mov     result, eax
        mov     eax, [esp]
        mov     fs:[0], eax
        add     esp, 12
        mov     eax, [esp]
        mov     fs:[0], eax
        add     esp, 12
    }
    return result;
}

int main(void)
{
    DWORD head = __readfsdword(0);

    __try { printf("%lx\n", faulting()); } __except (puts("filter"), 1) { puts("handler"); }
    mend = 1;
    __try { printf("%lx\n", faulting()); } __except (puts("filter"), 1) { puts("handler"); }
    printf("chain as before: %d\n", head == __readfsdword(0));
    return 0;
}
