// recorded: gcc -m32 -std=gnu99 -fms-extensions -malign-double -mms-bitfields -fshort-wchar -mlong-double-64 -msse2 -mfpmath=sse -O0 -w recursion-deep.c -lm && ./a.out
/* Deep recursion and large frames. */
#include <stdio.h>
int depth(int n) { char pad[100]; pad[0] = n; return n == 0 ? pad[0] : 1 + depth(n - 1); }
int big(void) { char buffer[20000]; int i, n = 0; for (i = 0; i < 20000; i++) buffer[i] = i; for (i = 0; i < 20000; i += 100) n += buffer[i]; return n; }
long collatz(long n, int *steps) { (*steps)++; return n == 1 ? 1 : collatz(n % 2 ? 3 * n + 1 : n / 2, steps); }
int main(void) { int steps = 0; printf("%d %d\n", depth(1000), big()); collatz(97, &steps); printf("%d\n", steps); return 0; }
// expect: 1000 -400
// expect: 119
