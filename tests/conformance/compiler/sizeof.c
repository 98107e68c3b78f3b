// recorded: gcc -m32 -std=gnu99 -fms-extensions -malign-double -mms-bitfields -fshort-wchar -mlong-double-64 -msse2 -mfpmath=sse -O0 -w sizeof.c -lm && ./a.out
/* sizeof of types and expressions, which are not evaluated. */
#include <stdio.h>
int calls; int f(void) { return ++calls; }
struct s { char a[7]; int b; };
int main(void) {
    int a[10], *p = a; char c; struct s s; double d; long long q;
    printf("%d %d %d %d\n", (int)sizeof a, (int)sizeof p, (int)sizeof *p, (int)sizeof(a[0]));
    printf("%d %d %d\n", (int)sizeof(c + c), (int)sizeof(c, c), (int)sizeof c);
    printf("%d %d\n", (int)sizeof(struct s), (int)sizeof s.a);
    printf("%d %d\n", (int)sizeof f(), calls);
    printf("%d %d %d\n", (int)sizeof(d + 1), (int)sizeof(q + c), (int)sizeof(1 ? c : d));
    printf("%d %d\n", (int)sizeof(int[3][4]), (int)sizeof(char *[5]));
    printf("%d %d\n", (int)sizeof(int (*)(void)), (int)sizeof "hello");
    printf("%d\n", (int)sizeof(((struct s *)0)->a));
    printf("%d\n", (int)(sizeof a / sizeof *a));
    printf("%d %d\n", sizeof(int) > -1, (int)sizeof((char)1));
    printf("%d\n", (int)sizeof p++ + (p == a));
    return 0;
}
// expect: 40 4 4 4
// expect: 4 1 1
// expect: 12 7
// expect: 4 0
// expect: 8 8 8
// expect: 48 20
// expect: 4 6
// expect: 7
// expect: 10
// expect: 0 1
// expect: 5
