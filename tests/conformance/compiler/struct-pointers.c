// recorded: gcc -m32 -std=gnu99 -fms-extensions -malign-double -mms-bitfields -fshort-wchar -mlong-double-64 -msse2 -mfpmath=sse -O0 -w struct-pointers.c -lm && ./a.out
/* Arrays of structures, members that are arrays and pointers, arithmetic on them. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
struct item { char name[12]; int price; struct { int w, h; } size; int *tags; };
static struct item shop[] = { { "pen", 3, { 1, 10 } }, { "book", 20, { 15, 25 } }, { "lamp", 45, { 30, 60 } } };
struct item *dearest(struct item *a, int n) { struct item *best = a; while (--n) if ((++a)->price > best->price) best = a; return best; }
int main(void) {
    struct item *p, *q = &shop[1], copy; int tags[] = { 4, 5 }; struct item **pp = &q, *many;
    printf("%s %d\n", dearest(shop, 3)->name, q[-1].price);
    q->tags = tags; q->tags[1]++; printf("%d %d\n", *q->tags, tags[1]);
    (*pp)++; printf("%s %d\n", q->name, (int)(q - shop)); (*pp)->size.h /= 2; printf("%d\n", shop[2].size.h);
    copy = *q; strcpy(copy.name, "copied"); printf("%s %s %d\n", copy.name, q->name, copy.size.w);
    many = malloc(3 * sizeof *many); memcpy(many, shop, sizeof shop); for (p = many; p < many + 3; p++) printf("%s ", p->name + 1); printf("\n"); free(many);
    printf("%d %c\n", (&shop[0])->size.w, *shop[1].name);
    { struct item *arr[2] = { shop, shop + 2 }; printf("%s\n", arr[1]->name); }
    return 0;
}
// expect: lamp 3
// expect: 4 6
// expect: lamp 2
// expect: 30
// expect: copied lamp 30
// expect: en ook amp
// expect: 1 b
// expect: lamp
