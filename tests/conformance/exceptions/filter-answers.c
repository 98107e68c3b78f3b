/*
 * The three answers of a filter; the sign decides. Filters with the conditional and the comma operator.
 * Facts: Microsoft's "Writing an exception filter" and "try-except statement"; that any negative number continues and any
 * positive one takes it is how _except_handler3 tests. Output: by those rules.
 */
#include <windows.h>
#include <stdio.h>

static void ask(int answer)
{
    DWORD code = 0;

    __try {
        __try {
            RaiseException(0xE0000010, 0, 0, NULL);
            printf("%d: continued\n", answer);
        } __except (code = GetExceptionCode(), answer) { printf("%d: inner, %08lx\n", answer, code); }
    } __except (code == 0xE0000010 ? EXCEPTION_EXECUTE_HANDLER : EXCEPTION_CONTINUE_SEARCH) {
        printf("%d: outer\n", answer);
    }
}

int main(void)
{
    int tries = 0, divisor = 0, quotient = 0;

    ask(-1);
    ask(0);
    ask(1);
    ask(-1000);
    ask(12345);
    __try {
        quotient = 84 / divisor;
    } __except (tries++, divisor = 2, tries < 5 ? EXCEPTION_EXECUTE_HANDLER : EXCEPTION_CONTINUE_SEARCH) {
        quotient = 84 / divisor;
    }
    printf("%d after %d\n", quotient, tries);
    return 0;
}
