/*
 * A pointer that outlives its block. Nothing crashes: the block simply belongs to somebody else now.
 * Watch `name` and `price` get the same address.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct item { char label[8]; int price; };

int main(void)
{
    struct item *name = malloc(sizeof *name);
    struct item *price;

    strcpy(name->label, "teapot");
    name->price = 30;
    free(name);                                         /* the block is free; the pointer still points */

    printf("after free: label \"%.6s\", price %d\n", name->label, name->price);

    price = malloc(sizeof *price);                      /* the last freed is the first reused */
    strcpy(price->label, "cup");
    price->price = 4;

    name->price = 9999;                                 /* written through the old pointer */
    printf("a cup costs %d\n", price->price);
    return 0;
}
