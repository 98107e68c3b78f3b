/*
 * Ten stack overflows, each survived: _resetstkoflw puts the guard page back.
 * Facts: Microsoft's "_resetstkoflw". Output: by its description.
 */
#include <windows.h>
#include <malloc.h>
#include <stdio.h>

static int dive(int more)
{
    volatile char *room = _alloca(2000);

    room[0] = 1;
    return more ? dive(more) + room[0] : 0;
}

static int isOverflow(DWORD code)
{
    return code == EXCEPTION_STACK_OVERFLOW ? EXCEPTION_EXECUTE_HANDLER : EXCEPTION_CONTINUE_SEARCH;
}

int main(void)
{
    int i, good = 1;

    for (i = 1; i <= 10 && good; i++) {
        printf("loop #%d\n", i);
        __try { dive(1); }
        __except (isOverflow(GetExceptionCode())) {
            good = _resetstkoflw();
            puts(good ? "guard page is back" : "failed");
        }
    }
    return good ? 0 : 3;
}
