/*
 * Continue handlers hear of an exception after somebody has decided to continue, with the context as it was left.
 * Facts: Microsoft's "AddVectoredContinueHandler". Output: by its rules (64-bit Wine calls no continue handler here).
 */
#include <windows.h>
#include <stdio.h>

static LONG WINAPI first(EXCEPTION_POINTERS *p)
{
    printf("exception handler: %08lx\n", p->ExceptionRecord->ExceptionCode);
    return p->ExceptionRecord->ExceptionCode == 0xE0000001 ? EXCEPTION_CONTINUE_EXECUTION : EXCEPTION_CONTINUE_SEARCH;
}

static LONG WINAPI after(EXCEPTION_POINTERS *p)
{
    printf("continue handler: %08lx\n", p->ExceptionRecord->ExceptionCode);
    return EXCEPTION_CONTINUE_SEARCH;
}

static LONG WINAPI never(EXCEPTION_POINTERS *p) { puts("never"); return EXCEPTION_CONTINUE_SEARCH; }
static LONG WINAPI ends(EXCEPTION_POINTERS *p) { puts("ends the round"); return EXCEPTION_CONTINUE_EXECUTION; }

int main(void)
{
    PVOID e = AddVectoredExceptionHandler(1, first), c1, c2, c3;

    RaiseException(0xE0000001, 0, 0, NULL);
    puts("--");
    c1 = AddVectoredContinueHandler(1, after);
    RaiseException(0xE0000001, 0, 0, NULL);
    puts("--");
    c2 = AddVectoredContinueHandler(0, ends);
    c3 = AddVectoredContinueHandler(0, never);
    RaiseException(0xE0000001, 0, 0, NULL);
    puts("--");
    printf("%lu %lu\n", RemoveVectoredContinueHandler(c2), RemoveVectoredContinueHandler(c3));
    printf("%lu\n", RemoveVectoredExceptionHandler(c1));
    RaiseException(0xE0000001, 0, 0, NULL);
    printf("%lu %lu\n", RemoveVectoredContinueHandler(c1), RemoveVectoredExceptionHandler(e));
    return 0;
}
