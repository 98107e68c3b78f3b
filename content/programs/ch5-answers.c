/*
 * The three answers of a filter: run my handler
 * (1), not mine (0), go on where it happened
 * (-1).
 * Watch which lines run after the write in each
 * of the three attempts.
 */
#include <windows.h>
#include <stdio.h>

static char *page;                              /* a page that may not be touched, at first */

static int filter(int answer)
{
    DWORD old;

    printf("  filter answers %d\n", answer);
    if (answer == EXCEPTION_CONTINUE_EXECUTION)
        VirtualProtect(page, 4096, PAGE_READWRITE, &old);   /* removes the cause */
    return answer;
}

static void attempt(int answer)
{
    __try {
        *page = 'x';
        printf("  written\n");
    } __except (filter(answer)) {
        printf("  __except block in attempt\n");
    }
    printf("  the line behind it\n");
}

int main(void)
{
    int answer;

    page = VirtualAlloc(NULL, 4096, MEM_RESERVE | MEM_COMMIT, PAGE_NOACCESS);
    for (answer = 1; answer >= -1; answer--) {
        printf("attempt with answer %d\n", answer);
        __try {
            attempt(answer);
        } __except (EXCEPTION_EXECUTE_HANDLER) {
            printf("  __except block in main\n");
        }
    }
    return 0;
}
