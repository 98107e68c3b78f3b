// recorded: gcc -m32 -std=gnu99 -fms-extensions -malign-double -mms-bitfields -fshort-wchar -mlong-double-64 -msse2 -mfpmath=sse -O0 -w bit-fields.c -lm && ./a.out
/* Bit-fields: values, signs, layout as Microsoft has it. */
#include <stdio.h>
#include <string.h>
struct flags { unsigned a : 1, b : 3, c : 4; int s : 5; unsigned wide : 20; };
struct mixed { char a : 4; int b : 4; char c; };
struct zero { unsigned a : 5; unsigned : 0; unsigned b : 5; unsigned : 3; unsigned c : 2; };
struct shorts { unsigned short x : 9, y : 9; };
int main(void) {
    struct flags f; struct zero z; unsigned raw[2];
    memset(&f, 0, sizeof f);
    f.a = 1; f.b = 9; f.c = 15; f.s = -3; f.wide = 0x12345;
    printf("%d %d %d %d %x\n", f.a, f.b, f.c, f.s, f.wide);
    f.b += 6; f.c++; f.s *= 4; f.a = !f.a; f.wide >>= 4;
    printf("%d %d %d %d %x\n", f.a, f.b, f.c, f.s, f.wide);
    printf("%d %d %d %d\n", (int)sizeof(struct flags), (int)sizeof(struct mixed), (int)sizeof(struct zero), (int)sizeof(struct shorts));
    memset(&z, 0, sizeof z); z.a = 31; z.b = 1; z.c = 3; memcpy(raw, &z, 8); printf("%x %x\n", raw[0], raw[1]);
    { struct { int v : 3; } t; t.v = 5; printf("%d\n", t.v); printf("%d\n", t.v = 12); }
    { struct { unsigned char x : 3, y : 5; } t = { 7, 21 }; printf("%d %d %d\n", t.x, t.y, *(unsigned char *)&t); t.x++; t.y--; printf("%d %d\n", t.x++, --t.y); }
    { static struct flags g = { 1, 2, 3, -4, 5 }; printf("%d %d %d %d %d\n", g.a, g.b, g.c, g.s, g.wide); printf("%d\n", g.b - 5 < 0); }
    return 0;
}
// expect: 1 1 15 -3 12345
// expect: 0 7 0 -12 1234
// expect: 8 12 8 4
// expect: 1f 301
// expect: -3
// expect: -4
// expect: 7 21 175
// expect: 0 19
// expect: 1 2 3 -4 5
// expect: 1
