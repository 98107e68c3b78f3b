/* exercise.c: a block of a debug build (/MDd). Its size, its number and its fate depend on the seed. */
#include <stdlib.h>
#include <string.h>

char *block;

void Look(void)                     /* stop here and look at what lies around `block` */
{
}

int main(int argc, char **argv)
{
    unsigned long seed = strtoul(argv[1], NULL, 10) % 1000003;
    int size = 11 + seed * 7 % 40;
    int i;

    for (i = 0; i < (int)(seed % 5) + 1; i++)
        malloc(8);
    block = malloc(size);
    memset(block, 'a', size);
    switch (seed % 3) {
    case 0:
        block[size] = 0;
        break;
    case 1:
        block[-1] = 0;
        break;
    }
    Look();
    return 0;
}
