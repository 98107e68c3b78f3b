// recorded: gcc -m32 -std=gnu99 -fms-extensions -malign-double -mms-bitfields -fshort-wchar -mlong-double-64 -msse2 -mfpmath=sse -O0 -w memory-words.c -lm && ./a.out
/* Looking at objects as bytes. */
#include <stdio.h>
#include <string.h>
void dump(const void *p, int n) { const unsigned char *b = p; while (n--) printf("%02x ", *b++); printf("\n"); }
int main(void) {
    int i = 0x12345678; short s = -2; double d = 1.0; float f = -0.5f; long long q = 0x0102030405060708LL; struct { char a; int b; } t; unsigned char raw[4] = { 0x78, 0x56, 0x34, 0x12 }; int back;
    dump(&i, 4); dump(&s, 2); dump(&d, 8); dump(&f, 4); dump(&q, 8);
    memset(&t, 0xcc, sizeof t); t.a = 1; t.b = 2; dump(&t, sizeof t);
    memcpy(&back, raw, 4); printf("%d\n", back == i);
    *(short *)((char *)&i + 1) = 0; printf("%x\n", i);
    return 0;
}
// expect: 78 56 34 12
// expect: fe ff
// expect: 00 00 00 00 00 00 f0 3f
// expect: 00 00 00 bf
// expect: 08 07 06 05 04 03 02 01
// expect: 01 cc cc cc 02 00 00 00
// expect: 1
// expect: 12000078
