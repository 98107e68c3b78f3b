// recorded: gcc -m32 -std=gnu99 -fms-extensions -malign-double -mms-bitfields -fshort-wchar -mlong-double-64 -msse2 -mfpmath=sse -O0 -w stdlib.c -lm && ./a.out
/* Functions of stdlib.h and ctype.h. */
#include <stdio.h>
#include <stdlib.h>
#include <ctype.h>
#include <limits.h>
void bye(void) { printf("bye\n"); }
int main(void) {
    int *a = malloc(4 * sizeof(int)), i; char *end; div_t d = div(17, 5); const char *s = "Hello, World 1!";
    for (i = 0; i < 4; i++) a[i] = i * i;
    a = realloc(a, 8 * sizeof(int)); for (; i < 8; i++) a[i] = -i; printf("%d %d\n", a[3], a[7]); free(a);
    printf("%d %d %d %ld\n", abs(-5), d.quot, d.rem, labs(-7L));
    i = strtol("123abc", &end, 10); printf("%d %s\n", i, end); printf("%lu\n", strtoul("0x1f", NULL, 0));
    printf("%.2f %.2f\n", atof("3.25"), strtod("1e2x", &end));
    for (; *s; s++) putchar(isupper((unsigned char)*s) ? tolower(*s) : islower((unsigned char)*s) ? toupper(*s) : isspace((unsigned char)*s) ? '_' : isdigit((unsigned char)*s) ? '#' : *s);
    printf("\n%d %u %d\n", INT_MAX, UINT_MAX, CHAR_MIN);
    srand(1); i = rand(); srand(1); printf("%d\n", i == rand());
    a = calloc(3, sizeof *a); printf("%d\n", a[0] | a[1] | a[2]); free(a);
    atexit(bye); exit(3);
}
// expect: 9 -7
// expect: 5 3 2 7
// expect: 123 abc
// expect: 31
// expect: 3.25 100.00
// expect: hELLO,_wORLD_#!
// expect: 2147483647 4294967295 -128
// expect: 1
// expect: 0
// expect: bye
// exit: 3
