// recorded: gcc -m32 -std=gnu99 -fms-extensions -malign-double -mms-bitfields -fshort-wchar -mlong-double-64 -msse2 -mfpmath=sse -O0 -w scope.c -lm && ./a.out
/* Names hide outer ones; static locals keep their values; extern inside a block. */
#include <stdio.h>
int x = 1;
static int hidden = 5;
int counter(void) { static int n = 10; return n++; }
int other(void) { static int n; static char buf[4] = "ab"; buf[0]++; return n += buf[0]; }
int test(int x) { { int x = 20; { extern int x; x++; } x++; return x; } }
struct tag { int a; };
int main(void) {
    int x = 2; struct tag t = { 1 };
    printf("%d\n", x);
    { int x = 3; printf("%d\n", x); { int x = x = 4; printf("%d\n", x); } printf("%d\n", x); }
    printf("%d %d\n", x, test(7));
    printf("%d %d\n", counter(), counter() * 0 + counter());
    printf("%d %d\n", other(), other());
    { struct tag { char b[3]; } u; printf("%d %d\n", (int)sizeof(u), (int)sizeof(t)); }
    for (int x = 0; x < 2; x++) { int y = x * 2; printf("%d ", y); }
    { extern int x; printf("%d %d\n", x, hidden); }
    { enum { A = 3, B } e = B; typedef char T; T c = 'c'; printf("%d %c\n", e, c); }
    { int hidden = hidden = 9; printf("%d\n", hidden); }
    return 0;
}
// expect: 2
// expect: 3
// expect: 4
// expect: 3
// expect: 2 21
// expect: 12 11
// expect: 197 98
// expect: 3 4
// expect: 0 2 2 5
// expect: 4 c
// expect: 9
