// recorded: gcc -m32 -std=gnu99 -fms-extensions -malign-double -mms-bitfields -fshort-wchar -mlong-double-64 -msse2 -mfpmath=sse -O0 -w sieve.c -lm && ./a.out
/* Prime numbers with a sieve in a static array. */
#include <stdio.h>
#define N 1000
static char composite[N];
int main(void) {
    int i, j, count = 0, last = 0;
    for (i = 2; i < N; i++) { if (composite[i]) continue; count++; last = i; for (j = i * i; j < N; j += i) composite[j] = 1; }
    printf("%d %d\n", count, last);
    return 0;
}
// expect: 168 997
