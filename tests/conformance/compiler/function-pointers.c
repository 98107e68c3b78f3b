// recorded: gcc -m32 -std=gnu99 -fms-extensions -malign-double -mms-bitfields -fshort-wchar -mlong-double-64 -msse2 -mfpmath=sse -O0 -w function-pointers.c -lm && ./a.out
/* Pointers to functions: arrays of them, in structures, returned, compared. */
#include <stdio.h>
typedef int (*operation)(int, int);
int add(int a, int b) { return a + b; }
int sub(int a, int b) { return a - b; }
int mul(int a, int b) { return a * b; }
operation table[] = { add, &sub, mul, 0 };
struct entry { char name; int (*f)(int, int); } entries[] = { { '+', add }, { '-', sub }, { '*', mul } };
int (*choose(char c))(int, int) {
    int i;
    for (i = 0; i < 3; i++) if (entries[i].name == c) return entries[i].f;
    return 0;
}
void each(int *a, int n, void (*f)(int *, void *), void *context) { int i; for (i = 0; i < n; i++) f(a + i, context); }
void sum(int *x, void *context) { *(int *)context += *x; }
int main(void) {
    int i, total = 0, a[] = { 1, 2, 3, 4 };
    operation *p; operation f;
    for (p = table; *p; p++) printf("%d ", (*p)(7, 3));
    printf("\n");
    for (i = 0; i < 3; i++) printf("%d ", entries[i].f(10, i));
    printf("\n%d %d\n", choose('*')(6, 7), (*choose('-'))(6, 7));
    each(a, 4, sum, &total); printf("%d\n", total);
    f = add; printf("%d %d %d\n", f == add, f != &add, choose('?') == NULL);
    printf("%d\n", (***f)(1, 2));
    printf("%d\n", ((int (*)(int, int))(void *)mul)(5, 5));
    f = total > 5 ? sub : add; printf("%d\n", f(1, 1));
    return 0;
}
// expect: 10 4 21
// expect: 10 9 20
// expect: 42 -1
// expect: 10
// expect: 1 0 1
// expect: 3
// expect: 25
// expect: 0
