/*
 * Filters first, then finally blocks, then the block that takes it, then on behind it.
 * Facts: Microsoft's C++ language reference, "try-except statement" and "try-finally statement". Output: by those rules.
 */
#include <windows.h>
#include <stdio.h>

static int isAccess(unsigned int code, EXCEPTION_POINTERS *pointers)
{
    printf("filter: %08x, %lu parameters, %s %lx\n", code, pointers->ExceptionRecord->NumberParameters,
        pointers->ExceptionRecord->ExceptionInformation[0] ? "write" : "read", pointers->ExceptionRecord->ExceptionInformation[1]);
    return code == EXCEPTION_ACCESS_VIOLATION ? EXCEPTION_EXECUTE_HANDLER : EXCEPTION_CONTINUE_SEARCH;
}

int main(void)
{
    int *nothing = NULL;

    puts("before");
    __try {
        puts("outer body");
        __try {
            puts("inner body");
            *nothing = 13;
            puts("not reached");
        } __finally {
            printf("finally, %s\n", AbnormalTermination() ? "abnormal" : "normal");
        }
        puts("not reached");
    } __except (isAccess(GetExceptionCode(), GetExceptionInformation())) {
        printf("handler, %08lx\n", GetExceptionCode());
    }
    puts("after");
    return 0;
}
