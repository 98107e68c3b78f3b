// recorded: gcc -m32 -std=gnu99 -fms-extensions -malign-double -mms-bitfields -fshort-wchar -mlong-double-64 -msse2 -mfpmath=sse -O0 -w static-functions.c -lm && ./a.out
/* static and inline functions, and a function that uses __func__. */
#include <stdio.h>
static inline int square(int x) { return x * x; }
static int fibonacci(int n) { static int memo[50]; if (n < 2) return n; if (memo[n]) return memo[n]; return memo[n] = fibonacci(n - 1) + fibonacci(n - 2); }
static const char *where(void) { return __func__; }
int main(void) { printf("%d %d %s %s\n", square(9), fibonacci(40), where(), __FUNCTION__); return 0; }
// expect: 81 102334155 where main
