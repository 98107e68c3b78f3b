/*
 * SetUnhandledExceptionFilter: it returns the one before, it is asked last, it may mend and continue, and otherwise the
 * process ends with the exception's code. Here without a debugger.
 * Facts: Microsoft's "SetUnhandledExceptionFilter" and "UnhandledExceptionFilter". Output: by those rules.
 */
#include <windows.h>
#include <stdio.h>

static int *target;
static int place;

static LONG WINAPI nothing(EXCEPTION_POINTERS *p) { return EXCEPTION_CONTINUE_SEARCH; }

static LONG WINAPI mend(EXCEPTION_POINTERS *p)
{
    printf("last filter: %08lx\n", p->ExceptionRecord->ExceptionCode);
    fflush(stdout);
    if (p->ExceptionRecord->ExceptionCode == EXCEPTION_ACCESS_VIOLATION) {
        p->ContextRecord->Eax = (DWORD)&place;
        p->ContextRecord->Ecx = (DWORD)&place;
        return EXCEPTION_CONTINUE_EXECUTION;
    }
    return EXCEPTION_EXECUTE_HANDLER;
}

int main(void)
{
    LPTOP_LEVEL_EXCEPTION_FILTER first = SetUnhandledExceptionFilter(nothing);

    printf("before it %s, then mine %d\n", first == nothing ? "mine?" : "another", SetUnhandledExceptionFilter(mend) == nothing);
    __asm {
        mov     ecx, target
        mov     dword ptr [ecx], 42
    }
    printf("mended: %d\n", place);
    __try { RaiseException(0xE0000007, 0, 0, NULL); } __except (EXCEPTION_EXECUTE_HANDLER) { puts("frames come first"); }
    fflush(stdout);
    __try { RaiseException(0xE0000008, 0, 0, NULL); } __finally { puts("finally runs: the last filter has taken it"); fflush(stdout); }
    puts("not reached");
    return 0;
}
