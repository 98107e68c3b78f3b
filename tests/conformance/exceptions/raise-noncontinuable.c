/*
 * A filter that wants to continue what cannot be continued: C0000025, whose record leads to the first; again and again.
 * Facts: Microsoft's "RaiseException" and "EXCEPTION_NONCONTINUABLE_EXCEPTION". Output: by those rules.
 */
#include <windows.h>
#include <stdio.h>

static int stubborn(EXCEPTION_POINTERS *p, int times)
{
    EXCEPTION_RECORD *r;
    static int asked;

    for (r = p->ExceptionRecord; r; r = r->ExceptionRecord) printf("%08lx/%lx%s", r->ExceptionCode, r->ExceptionFlags & 1, r->ExceptionRecord ? " <- " : "\n");
    return ++asked < times ? EXCEPTION_CONTINUE_EXECUTION : (asked = 0, EXCEPTION_EXECUTE_HANDLER);
}

int main(void)
{
    __try { RaiseException(0xE0001234, EXCEPTION_NONCONTINUABLE, 0, NULL); puts("?"); }
    __except (stubborn(GetExceptionInformation(), 1)) { printf("%08lx\n", GetExceptionCode()); }
    __try { RaiseException(0xE0001234, EXCEPTION_NONCONTINUABLE, 0, NULL); puts("?"); }
    __except (stubborn(GetExceptionInformation(), 2)) { printf("%08lx\n", GetExceptionCode()); }
    __try { RaiseException(0xE0001234, EXCEPTION_NONCONTINUABLE, 0, NULL); puts("?"); }
    __except (stubborn(GetExceptionInformation(), 4)) { printf("%08lx\n", GetExceptionCode()); }
    __try { RaiseException(0xE0001234, 0, 0, NULL); puts("continued"); }
    __except (stubborn(GetExceptionInformation(), 2)) { puts("?"); }
    return 0;
}
