/* exercise.c: joins words. It works, and leaks. */
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

    for (i = 0; i < 4; i++)
        line = Join(line, words[i]);
    printf("%s\n", line);
    return 0;
}
