/*
 * A buffer overrun that reaches the registration
 * record: Next and Handler become what the input
 * says.
 * Watch the chain in the lens before and after
 * the copy; then who is called, if anybody.
 */
#include <windows.h>
#include <stdio.h>

static EXCEPTION_DISPOSITION __cdecl stolen(
    EXCEPTION_RECORD *record, void *frame, CONTEXT *context, void *dispatcher)
{
    printf("the attacker's code runs\n");
    ExitProcess(1);
    return ExceptionContinueSearch;
}

/* As if it came from a file or a socket. */
static DWORD input[16];

static void copy(int words)
{
    DWORD buffer[4];
    int i;

    __try {
        for (i = 0; i < words; i++)
            buffer[i] = input[i];   /* how many? */
        *(volatile int *)0 = buffer[0]; /* a fault */
    } __except (EXCEPTION_EXECUTE_HANDLER) {
        printf("__except block of copy\n");
    }
}

int main(void)
{
    int i;
    for (i = 0; i < 16; i++)
        input[i] = (DWORD)stolen;
    copy(10);
    printf("still here\n");
    return 0;
}
