// recorded: gcc -m32 -std=gnu99 -fms-extensions -malign-double -mms-bitfields -fshort-wchar -mlong-double-64 -msse2 -mfpmath=sse -O0 -w goto-and-labels.c -lm && ./a.out
/* goto into and out of blocks, labels with the names of variables. */
#include <stdio.h>
int main(void) {
    int x = 0, label = 5;
    goto inside;
    { x = 100; inside: x += 1; printf("%d\n", x); if (x < 3) goto inside; }
label:
    if (--label > 2) goto label;
    printf("%d\n", label);
    { int i, j; for (i = 0; i < 5; i++) for (j = 0; j < 5; j++) if (i * j == 6) goto done; done: printf("%d %d\n", i, j); }
    goto end; x = 50;
end: ;
    printf("%d\n", x);
    return 0;
}
// expect: 1
// expect: 2
// expect: 3
// expect: 2
// expect: 2 3
// expect: 3
