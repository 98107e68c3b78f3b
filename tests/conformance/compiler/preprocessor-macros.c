// recorded: gcc -m32 -std=gnu99 -fms-extensions -malign-double -mms-bitfields -fshort-wchar -mlong-double-64 -msse2 -mfpmath=sse -O0 -w preprocessor-macros.c -lm && ./a.out
/* Macros: arguments, # and ##, rescanning, empty arguments, variable arguments. */
#include <stdio.h>
#define PI 3
#define SQUARE(x) ((x) * (x))
#define STR(x) #x
#define XSTR(x) STR(x)
#define CAT(a, b) a ## b
#define XCAT(a, b) CAT(a, b)
#define LOG(fmt, ...) printf("[" fmt "]\n", ##__VA_ARGS__)
#define COUNT(...) (sizeof((int[]){ __VA_ARGS__ }) / sizeof(int))
#define FOO (FOO + 1)
#define f(x) x + f
#define EMPTY
#define LP (
#define RP )
#define CALL(x) SQUARE LP x RP
#define swap(T, a, b) do { T t = a; a = b; b = t; } while (0)
#define max(a, b) ((a) > (b) ? (a) : (b))
int xy = 42, x1 = 7;
int main(void) {
    int a = 1, b = 2;
    printf("%d %d\n", SQUARE(PI + 1), SQUARE(SQUARE(2)));
    printf("%s %s %s\n", STR(PI), XSTR(PI), STR("a\n" 'b'   c));
    printf("%d %d %d\n", CAT(x, y), XCAT(x, 1), CAT(1, 2));
    LOG("none"); LOG("%d", 1); LOG("%d %s", 1, "two");
    printf("%d\n", (int)COUNT(1, 2, 3));
    printf("%s %s\n", XSTR(FOO), XSTR(f(1)(2)));
    printf("%d\n", CAT(, xy) + CAT(xy, ) EMPTY);
    if (a) swap(int, a, b); else printf("no\n");
    printf("%d %d %d\n", a, b, max(a + 1, b));
    printf("%s\n", XSTR(CALL(3)));
    printf("%s|%s|\n", STR(), STR(( a  ,  b )));
#undef PI
#define PI 4
    printf("%d\n", PI);
    return 0;
}
// expect: 16 16
// expect: PI 3 "a\n" 'b' c
// expect: 42 7 12
// expect: [none]
// expect: [1]
// expect: [1 two]
// expect: 3
// expect: (FOO + 1) 1 + f(2)
// expect: 84
// expect: 2 1 3
// expect: SQUARE ( 3 )
// expect: |( a , b )|
// expect: 4
