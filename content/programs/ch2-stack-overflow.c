/*
 * Recursion without an end, and a program that survives it.
 * Watch the code of the exception, how deep it came, and that the second dive needs _resetstkoflw.
 */
#include <windows.h>
#include <malloc.h>
#include <stdio.h>

static int depth;

static void dive(void)
{
    char kilobyte[1000];
    kilobyte[0] = (char)++depth;
    dive();
    kilobyte[1] = 0;
}

static void tryToDive(void)
{
    depth = 0;
    __try {
        dive();
    } __except (EXCEPTION_EXECUTE_HANDLER) {
        printf("exception %08lx after %d frames\n", GetExceptionCode(), depth);
        printf("guard page set up again: %d\n", _resetstkoflw());
    }
}

int main(void)
{
    tryToDive();
    tryToDive();
    printf("still alive\n");
    return 0;
}
