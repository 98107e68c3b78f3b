// recorded: gcc -m32 -std=gnu99 -fms-extensions -malign-double -mms-bitfields -fshort-wchar -mlong-double-64 -msse2 -mfpmath=sse -O0 -w setjmp.c -lm && ./a.out
/* setjmp and longjmp. */
#include <stdio.h>
#include <setjmp.h>
static jmp_buf env;
void deep(int n) { if (n == 0) longjmp(env, 7); deep(n - 1); }
int main(void) {
    volatile int tries = 0; int r = setjmp(env);
    tries++;
    if (r == 0) { printf("first\n"); deep(5); printf("never\n"); }
    printf("%d %d\n", r, tries);
    if (tries < 3) longjmp(env, tries);
    return 0;
}
// expect: first
// expect: 7 2
// expect: 2 3
