/*
 * The fills of the C run-time library's debug build (/MDd): not the same as those of Windows' debug heap.
 * Watch who writes what: CD and FD come from malloc, DD from free. Windows itself writes nothing here.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void bytes(const char *what, unsigned char *p, int count)
{
    int i;
    printf("%-14s", what);
    for (i = 0; i < count; i++)
        printf(" %02x", p[i]);
    printf("\n");
}

int main(void)
{
    unsigned char *p = malloc(12);

    bytes("in front of it", p - 8, 8);                  /* request number, then the gap */
    bytes("fresh", p, 12);
    bytes("behind it", p + 12, 4);                      /* the other gap */
    memset(p, 'x', 12);
    free(p);
    bytes("after the free", p, 16);                     /* reading it is wrong; here we do it once, to see */
    return 0;
}
