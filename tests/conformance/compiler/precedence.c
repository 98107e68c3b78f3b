// recorded: gcc -m32 -std=gnu99 -fms-extensions -malign-double -mms-bitfields -fshort-wchar -mlong-double-64 -msse2 -mfpmath=sse -O0 -w precedence.c -lm && ./a.out
/* Precedence and associativity. */
#include <stdio.h>
int main(void) {
    int a = 2, b = 3, c = 4, d[] = { 1, 2, 3 }, *p = d;
    printf("%d %d %d\n", a + b * c, (a + b) * c, a - b - c);
    printf("%d %d %d\n", a << 1 + 1, a + b << 1, 1 | 2 ^ 3 & 4);
    printf("%d %d\n", a == 2 & b == 3, !a == 0);
    printf("%d %d %d\n", *p + 1, *(p + 1), -*p);
    printf("%d %d\n", a < b == b < c, a ? b : c ? 1 : 2);
    printf("%d %d\n", ~a & 7, -a + +b - -c);
    printf("%d\n", a = b = c);
    printf("%d\n", 100 / 10 / 2 % 3);
    printf("%d\n", a > b || b > c && c > a);
    printf("%d\n", sizeof a * 2 == sizeof(int) + sizeof(int));
    printf("%d\n", *p++ + *p++);
    printf("%d\n", (a, b, c) + 1);
    return 0;
}
// expect: 14 20 -5
// expect: 8 10 3
// expect: 1 1
// expect: 2 2 -1
// expect: 1 3
// expect: 5 5
// expect: 4
// expect: 2
// expect: 0
// expect: 1
// expect: 3
// expect: 5
