/*
 * Reading memory that has been freed: wrong, and done here on purpose, to see who has filled it.
 * Built with /MDd. Once without a debugger, once created by a debugger.
 */
#include <stdio.h>
#include <stdlib.h>
#include <crtdbg.h>

static void Show(const char *when, unsigned char *block)
{
    printf("%-28s %02x %02x %02x %02x\n", when, block[16], block[17], block[18], block[19]);
}

int main(void)
{
    unsigned char *block = malloc(40);

    Show("fresh from malloc", block);
    free(block);
    Show("after free", block);

    _CrtSetDbgFlag(_CRTDBG_ALLOC_MEM_DF | _CRTDBG_DELAY_FREE_MEM_DF);
    block = malloc(40);
    free(block);
    Show("after free, delayed", block);
    return 0;
}
