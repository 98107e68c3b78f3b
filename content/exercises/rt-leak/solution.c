/* exercise.c: joins words. Each line but the last is freed when the next one stands. */
// expect: windows under glass
// exit: 0
// demand: every block freed
// demand: nothing freed twice
// demand: malloc is called at least 5 times
// never: exception
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char *Join(const char *left, const char *right)
{
    char *joined = malloc(strlen(left) + strlen(right) + 1);

    strcpy(joined, left);
    strcat(joined, right);
    return joined;
}

int main(void)
{
    static const char *words[] = { "win", "dows", " under", " glass" };
    char *line = Join("", "");
    int i;

    for (i = 0; i < 4; i++) {
        char *longer = Join(line, words[i]);

        free(line);
        line = longer;
    }
    printf("%s\n", line);
    free(line);
    return 0;
}
