/*
 * One byte too many, in a debug build (/MDd). The write itself is silent: no page protection can catch one byte.
 * Watch when the debug heap notices, and by which byte.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int main(void)
{
    char *name = malloc(8);

    strcpy(name, "Margaret");                           /* eight letters, and a ninth byte: the 0 */
    printf("name is %s\n", name);
    printf("the byte behind it is %02x\n", (unsigned char)name[8]);

    free(name);                                         /* only now does anybody look */
    printf("never reached\n");
    return 0;
}
