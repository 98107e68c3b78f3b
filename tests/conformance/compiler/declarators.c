// recorded: gcc -m32 -std=gnu99 -fms-extensions -malign-double -mms-bitfields -fshort-wchar -mlong-double-64 -msse2 -mfpmath=sse -O0 -w declarators.c -lm && ./a.out
/* Complicated declarators. */
#include <stdio.h>
int one(void) { return 1; } int two(void) { return 2; }
int (*fs[2])(void) = { one, two }; int (*(*pfs)[2])(void) = &fs;
int (*getter(int i))(void) { return fs[i]; }
int (*(*gg)(int))(void) = getter;
int arr[2][3] = { { 1, 2, 3 }, { 4, 5, 6 } }; int (*rows(void))[3] { return arr; }
char *(*names[2])[2]; char *pair[2] = { "l", "r" };
int apply(int f(int, int), int (g)(int), int a[static 2]) { return f(a[0], g(a[1])); }
int sub(int a, int b) { return a - b; } int neg(int x) { return -x; }
void (*handler(int n, void (*f)(int)))(int) { (void)n; return f; } void shout(int x) { printf("!%d\n", x); }
int main(void) {
    int a[2] = { 10, 4 }, *ap[2] = { a, a + 1 }, **app = ap, (*pa)[2] = &a;
    printf("%d %d %d\n", (*pfs)[1](), getter(0)(), (*gg(1))());
    printf("%d %d\n", rows()[1][2], (*rows())[1]);
    names[1] = &pair; printf("%s\n", (*names[1])[1]);
    printf("%d %d %d\n", apply(sub, neg, a), *app[1], (*pa)[0]);
    handler(1, shout)(5);
    return 0;
}
// expect: 2 1 2
// expect: 6 2
// expect: r
// expect: 14 4 10
// expect: !5
