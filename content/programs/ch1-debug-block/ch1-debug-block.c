/*
 * What malloc(40) really allocates in a debug build (/MDd): 32 bytes in front, 40 for you, 4 behind.
 * Watch the fields that the debug heap fills in, and the values of its fills.
 */
#include <stdio.h>
#include <stdlib.h>

static void Field(const char *name, unsigned long *at)
{
    printf("%p  %-18s %08lx\n", at, name, *at);
}

int main(void)
{
    char *older = malloc(4);
    char *block = malloc(40);
    char *newer = malloc(4);
    unsigned long *header = (unsigned long *)(block - 0x20);

    Field("pBlockHeaderNext", header);                  /* the next OLDER block */
    Field("pBlockHeaderPrev", header + 1);              /* the next newer one */
    Field("szFileName", header + 2);
    Field("nLine", header + 3);
    Field("nDataSize", header + 4);
    Field("nBlockUse", header + 5);
    Field("lRequest", header + 6);
    Field("gap", header + 7);
    Field("your first 4 bytes", header + 8);
    Field("your last 4 bytes", header + 17);
    Field("gap behind", header + 18);

    free(newer);
    free(block);
    free(older);
    return 0;
}
