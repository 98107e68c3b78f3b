/*
 * Vectored handlers: order of the list, who continues ends the round, removal, and that they come before frames.
 * Facts: Microsoft's "Using a vectored exception handler". Output: recorded with Wine 8.0 (64-bit, gcc).
 */
#include <windows.h>
#include <stdio.h>

static char order[16];
static int count;

static LONG pass(EXCEPTION_POINTERS *p, char who, LONG answer)
{
    if (p->ExceptionRecord->ExceptionCode != 0xE0000001) return EXCEPTION_CONTINUE_SEARCH;
    order[count++] = who;
    order[count] = 0;
    return answer;
}

static LONG WINAPI a(EXCEPTION_POINTERS *p) { return pass(p, 'a', EXCEPTION_CONTINUE_SEARCH); }
static LONG WINAPI b(EXCEPTION_POINTERS *p) { return pass(p, 'b', EXCEPTION_CONTINUE_SEARCH); }
static LONG WINAPI c(EXCEPTION_POINTERS *p) { return pass(p, 'c', EXCEPTION_CONTINUE_EXECUTION); }
static LONG WINAPI last(EXCEPTION_POINTERS *p) { return pass(p, 'z', EXCEPTION_CONTINUE_EXECUTION); }

static void raise(const char *what)
{
    count = 0;
    order[0] = 0;
    RaiseException(0xE0000001, 0, 0, NULL);
    printf("%s: %s\n", what, order);
}

int main(void)
{
    PVOID hz = AddVectoredExceptionHandler(0, last);
    PVOID ha, hb, hc;

    raise("last alone");
    ha = AddVectoredExceptionHandler(1, a);
    hb = AddVectoredExceptionHandler(1, b);
    raise("b before a");
    hc = AddVectoredExceptionHandler(0, c);
    raise("z ends the round");
    printf("%lu", RemoveVectoredExceptionHandler(hz));
    raise(" without z");
    printf("%lu", RemoveVectoredExceptionHandler(hb));
    raise(" without b");
    printf("%lu %lu\n", RemoveVectoredExceptionHandler(hb), RemoveVectoredExceptionHandler(ha));
    hb = AddVectoredExceptionHandler(1, b);
    ha = AddVectoredExceptionHandler(1, a);
    raise("again");
    ha = AddVectoredExceptionHandler(1, a);
    raise("a twice");
    printf("%lu\n", RemoveVectoredExceptionHandler(ha));
    raise("a once");
    RemoveVectoredExceptionHandler(hc);
    return 0;
}
