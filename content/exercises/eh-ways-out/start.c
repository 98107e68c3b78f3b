/* exercise.c: a function with three ways out, and a block that is freed on one of them only. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <windows.h>

/* Checks a line: 1 if it is good, 0 if it is empty. Raises E0000001 if it is too long. */
int check(const char *line)
{
    char *copy = malloc(16);

    if (line[0] == 0)
        return 0;
    if (strlen(line) > 15)
        RaiseException(0xE0000001, 0, 0, NULL);
    strcpy(copy, line);
    printf("good: %s\n", copy);
    free(copy);
    return 1;
}

int main(void)
{
    const char *lines[3] = { "first", "", "a line that is far too long" };
    int i;

    for (i = 0; i < 3; i++) {
        __try {
            if (check(lines[i]) == 0)
                printf("empty\n");
        } __except (GetExceptionCode() == 0xE0000001 ? EXCEPTION_EXECUTE_HANDLER : EXCEPTION_CONTINUE_SEARCH) {
            printf("too long\n");
        }
    }
    return 0;
}
