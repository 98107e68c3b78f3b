// recorded: gcc -m32 -std=gnu99 -fms-extensions -malign-double -mms-bitfields -fshort-wchar -mlong-double-64 -msse2 -mfpmath=sse -O0 -w address-constants.c -lm && ./a.out
/* Addresses in static initialisers. */
#include <stdio.h>
#include <stddef.h>
struct in { int a, b[3]; }; struct out { char c; struct in in[2]; } o = { 'c', { { 1, { 2, 3, 4 } }, { 5, { 6, 7, 8 } } } };
int *p1 = &o.in[1].b[2], *p2 = o.in[0].b + 1, *p3 = (int *)((char *)&o + 4), *p4 = &*o.in[1].b; struct in *ps = &o.in[1] - 1; void *self = &self; char *end = (char *)(&o + 1);
int (*main_p)(void); int main(void); int (*f)(void) = main; unsigned long offset = offsetof(struct out, in[1]); int in_array[(int)sizeof(struct out) / 4]; const char *const *table = (const char *const[]){ "x", "y" };
int difference = (char *)&((struct out *)0)->in[1] - (char *)0; int arr[3] = { 1, 2, 3 }, *back = &arr[3] - 1, neg = -(1 << 4), cond = 1 ? 2 : 3, cmp = 5 > 3 && 2 != 2; double third = 1.0 / 4 + 1;
int main(void) {
    printf("%d %d %d %d %d\n", *p1, *p2, *p3, *p4, ps->b[0]);
    printf("%d %d %d\n", self == &self, (int)(end - (char *)&o), f == main);
    printf("%d %d %s\n", (int)offset, (int)(sizeof in_array / 4), table[1]);
    printf("%d %d %d %d %d %.2f\n", difference, *back, neg, cond, cmp, third);
    return 0;
}
// expect: 8 3 1 6 2
// expect: 1 36 1
// expect: 20 9 y
// expect: 20 3 -16 2 0 1.25
