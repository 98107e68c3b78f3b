/*
 * A hand-made handler that takes an exception: it calls RtlUnwind to its own frame, and jumps to where it wants to go on.
 * The handlers of inner frames are called with EXCEPTION_UNWINDING, its own is not.
 * Facts: the public prototype of RtlUnwind and what Wine's 32-bit tests assert of it. Output: by them.
 */
#include <windows.h>
#include <stdio.h>

typedef struct _FRAME { void *Next; void *Handler; DWORD Ebp, Esp, Landing; } FRAME;

static void (__stdcall *unwind)(void *, void *, void *, void *);


static EXCEPTION_DISPOSITION __cdecl takes(EXCEPTION_RECORD *r, FRAME *frame, CONTEXT *c, void *d)
{
    printf("takes: %08lx %lx\n", r->ExceptionCode, r->ExceptionFlags);
    if (r->ExceptionFlags & 6) return ExceptionContinueSearch;
    __asm {
        push    esi
        push    edi
        push    ebx
        push    0
        push    r
        push    0
        push    frame
        call    unwind
        pop     ebx
        pop     edi
        pop     esi
    }
    printf("chain at my frame: %d, flags now %lx\n", __readfsdword(0) == (DWORD)frame, r->ExceptionFlags);
    __asm {
        mov     eax, frame
        mov     ebp, [eax+8]
        mov     esp, [eax+12]
        jmp     dword ptr [eax+16]
    }
    return ExceptionContinueSearch;
}

static EXCEPTION_DISPOSITION __cdecl between(EXCEPTION_RECORD *r, void *frame, CONTEXT *c, void *d)
{
    printf("between: %08lx %lx\n", r->ExceptionCode, r->ExceptionFlags);
    return ExceptionContinueSearch;
}

static void inner(void)
{
    DWORD h = (DWORD)between;

    __asm {
        push    h
        push    fs:[0]
        mov     fs:[0], esp
    }
    __try { RaiseException(0xE0000099, 0, 0, NULL); } __finally { printf("finally %d\n", AbnormalTermination()); }
    __asm {
        pop     fs:[0]
        add     esp, 4
    }
}

static int outer(void)
{
    FRAME frame;
    FRAME *f = &frame;
    int landed = 0;

    frame.Handler = takes;
    __asm {
        mov     eax, f
        mov     dword ptr [eax+8], ebp
        mov     dword ptr [eax+12], esp
        mov     dword ptr [eax+16], offset landing
        mov     ecx, fs:[0]
        mov     [eax], ecx
        mov     fs:[0], eax
    }
    inner();
    puts("not reached");
    __asm {
    landing:
        mov     landed, 1
        mov     eax, fs:[0]
        mov     ecx, [eax]
        mov     fs:[0], ecx
    }
    return landed;
}

int main(void)
{
    unwind = (void (__stdcall *)(void *, void *, void *, void *))GetProcAddress(GetModuleHandleA("ntdll.dll"), "RtlUnwind");
    printf("landed %d\n", outer());
    return 0;
}
