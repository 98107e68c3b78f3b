/*
 * A block of a debug build (/MDd) for you to read in the Memory lens: how large, which number, overrun or not?
 */
#include <stdlib.h>
#include <string.h>

int main(void)
{
    char *greeting = malloc(12);

    strcpy(greeting, "Hello, world!");
    return greeting[0];                                 /* not freed: nobody has looked yet */
}
