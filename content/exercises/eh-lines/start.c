/* exercise.c: two filters, a finally block and an exception. Which lines appear, and in which order? */
#include <stdio.h>
#include <windows.h>

int told(const char *who, int answer)
{
    printf("filter in %s\n", who);
    return answer;
}

void inner(void)
{
    __try {
        __try {
            RaiseException(0xE0000001, 0, 0, NULL);
            printf("after the exception\n");
        } __finally {
            printf("finally, %s\n", AbnormalTermination() ? "forced" : "peaceful");
        }
    } __except (told("inner", EXCEPTION_CONTINUE_SEARCH)) {
        printf("block in inner\n");
    }
    printf("end of inner\n");
}

int main(void)
{
    __try {
        inner();
    } __except (told("main", EXCEPTION_EXECUTE_HANDLER)) {
        printf("block in main\n");
    }
    printf("end of main\n");
    return 0;
}
