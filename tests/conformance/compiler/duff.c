// recorded: gcc -m32 -std=gnu99 -fms-extensions -malign-double -mms-bitfields -fshort-wchar -mlong-double-64 -msse2 -mfpmath=sse -O0 -w duff.c -lm && ./a.out
/* A loop's body entered through a switch. */
#include <stdio.h>
void copy(char *to, const char *from, int count) {
    int n = (count + 3) / 4;
    switch (count % 4) {
    case 0: do { *to++ = *from++;
    case 3: *to++ = *from++;
    case 2: *to++ = *from++;
    case 1: *to++ = *from++;
            } while (--n > 0);
    }
}
int main(void) {
    char b[20] = { 0 };
    copy(b, "hello, world", 13); puts(b);
    copy(b, "0123456789", 7); puts(b);
    return 0;
}
// expect: hello, world
// expect: 0123456world
