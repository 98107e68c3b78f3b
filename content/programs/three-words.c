/* Three words in three blocks of the heap; one is given back, and its place is taken anew. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Copies a word into a block of its own. */
static char *Keep(const char *word)
{
    char *block = (char *)malloc(strlen(word) + 1);

    if (block != NULL)
        strcpy(block, word);
    return block;
}

int main(void)
{
    char *first = Keep("Windows");
    char *second = Keep("under");
    char *third = Keep("water");

    printf("%s %s %s\n", first, second, third);

    free(third);
    third = Keep("glass");

    printf("%s %s %s\n", first, second, third);

    free(third);
    free(second);
    free(first);
    return 0;
}
