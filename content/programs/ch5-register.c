/*
 * A filter that repairs the variable, and is
 * asked again, and again.
 * Watch ECX in the CONTEXT: that is where the
 * processor has the divisor by now.
 */
#include <windows.h>
#include <stdio.h>

static int divisor;

static int repair(EXCEPTION_POINTERS *exception)
{
    static int asked;

    asked++;
    printf("asked %d: divisor is %d, ecx is %lx\n", asked, divisor, exception->ContextRecord->Ecx);
    divisor = 5;
    if (asked == 4)
        exception->ContextRecord->Ecx = 5;
    return EXCEPTION_CONTINUE_EXECUTION;
}

int main(void)
{
    __try {
        printf("100 / divisor = %d\n", 100 / divisor);
    } __except (repair(GetExceptionInformation())) {
        printf("never\n");
    }
    return 0;
}
