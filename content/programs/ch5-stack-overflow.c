/*
 * Stack overflow as an exception: where the
 * handler runs, and where the guard page is
 * before and after.
 * Watch: the filter runs at the very bottom of
 * the stack, the __except block far above it.
 */
#include <windows.h>
#include <malloc.h>
#include <stdio.h>

static DWORD spaceLeft(void)
{
    MEMORY_BASIC_INFORMATION page;
    char here;

    VirtualQuery(&here, &page, sizeof page);
    return (DWORD)(&here - (char *)page.AllocationBase);
}

static int report(EXCEPTION_POINTERS *exception)
{
    DWORD code = exception->ExceptionRecord->ExceptionCode;

    printf("filter: code %08lx, %lu bytes above the end of the stack\n",
        code, spaceLeft());
    return code == STATUS_STACK_OVERFLOW ? EXCEPTION_EXECUTE_HANDLER : EXCEPTION_CONTINUE_SEARCH;
}

static int recurse(int depth)
{
    volatile char room[2000];
    room[0] = (char)depth;
    return recurse(depth + 1) + room[0];
}

int main(void)
{
    int round;

    for (round = 1; round <= 3; round++) {
        __try {
            recurse(0);
        } __except (report(GetExceptionInformation())) {
            printf("round %d: __except block, %lu bytes above the end\n", round, spaceLeft());
            if (round == 1)
                printf("guard page back: %d\n", _resetstkoflw());
        }
    }
    return 0;
}
