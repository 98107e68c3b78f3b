// recorded: gcc -m32 -std=gnu99 -fms-extensions -malign-double -mms-bitfields -fshort-wchar -mlong-double-64 -msse2 -mfpmath=sse -O0 -w bigint.c -lm && ./a.out
/* Factorials of many digits in an array. */
#include <stdio.h>
int main(void) {
    static unsigned short d[200]; int n, i, len = 1; d[0] = 1;
    for (n = 2; n <= 50; n++) { unsigned long carry = 0; for (i = 0; i < len; i++) { carry += (unsigned long)d[i] * n; d[i] = (unsigned short)(carry % 10000); carry /= 10000; } while (carry) { d[len++] = (unsigned short)(carry % 10000); carry /= 10000; } }
    printf("%u", d[len - 1]); for (i = len - 2; i >= 0; i--) printf("%04u", d[i]); printf("\n");
    return 0;
}
// expect: 30414093201713378043612608166064768844377641568960512000000000000
