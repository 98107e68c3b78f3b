/*
 * A filter that faults: a new exception, dispatched deeper; the handler that was running is asked again, and until the walk
 * has passed its frame the exception is marked as nested.
 * Facts: EXCEPTION_NESTED_CALL and the protecting record as publicly described. Output: by those rules.
 */
#include <windows.h>
#include <stdio.h>

static int depth;

static int faulty(EXCEPTION_POINTERS *p)
{
    EXCEPTION_RECORD *r = p->ExceptionRecord;

    printf("inner filter %d: %08lx, nested %d\n", ++depth, r->ExceptionCode, (r->ExceptionFlags & 0x10) != 0);
    if (depth == 1) RaiseException(0xE0000002, 0, 0, NULL);
    return depth == 2 ? EXCEPTION_CONTINUE_SEARCH : EXCEPTION_EXECUTE_HANDLER;
}

static int outer(EXCEPTION_POINTERS *p)
{
    printf("outer filter: %08lx, nested %d\n", p->ExceptionRecord->ExceptionCode, (p->ExceptionRecord->ExceptionFlags & 0x10) != 0);
    return EXCEPTION_EXECUTE_HANDLER;
}

static void f(void)
{
    __try {
        __try { RaiseException(0xE0000001, 0, 0, NULL); }
        __except (faulty(GetExceptionInformation())) { puts("inner handler"); }
    } __finally { puts("finally"); }
}

int main(void)
{
    __try { f(); } __except (outer(GetExceptionInformation())) { printf("outer handler %08lx\n", GetExceptionCode()); }
    depth = 1;
    __try { f(); } __except (outer(GetExceptionInformation())) { printf("outer handler %08lx\n", GetExceptionCode()); }
    depth = 5;
    __try { f(); } __except (outer(GetExceptionInformation())) { puts("?"); }
    return 0;
}
