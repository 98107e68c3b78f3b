// recorded: gcc -m32 -std=gnu99 -fms-extensions -malign-double -mms-bitfields -fshort-wchar -mlong-double-64 -msse2 -mfpmath=sse -O0 -w control-flow.c -lm && ./a.out
/* if, while, do, for, break, continue, goto. */
#include <stdio.h>
int main(void) {
    int i, j, n = 0;
    for (i = 0; i < 10; i++) { if (i == 3) continue; if (i == 7) break; n += i; }
    printf("%d %d\n", i, n);
    i = 5; while (i-- > 0) if (i % 2) printf("%d ", i); else printf("- ");
    printf("\n");
    do { n -= 4; } while (n > 0);
    printf("%d\n", n);
    for (i = 0, j = 10; i < j; i++, j -= 2) printf("%d:%d ", i, j);
    printf("\n");
    for (;;) { if (++n > 3) goto out; }
out:
    printf("%d\n", n);
    i = 0;
again:
    if (i < 3) { printf("i%d ", i); i++; goto again; }
    printf("\n");
    for (i = 0; i < 3; i++) for (j = 0; j < 3; j++) { if (j == i) break; printf("%d%d ", i, j); }
    printf("\n");
    if (n) if (n > 100) printf("big\n"); else printf("small\n");
    {;} ;
    return n - n;
}
// expect: 7 18
// expect: - 3 - 1 -
// expect: -2
// expect: 0:10 1:8 2:6 3:4
// expect: 4
// expect: i0 i1 i2
// expect: 10 20 21
// expect: small
