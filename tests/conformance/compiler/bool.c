// recorded: gcc -m32 -std=gnu99 -fms-extensions -malign-double -mms-bitfields -fshort-wchar -mlong-double-64 -msse2 -mfpmath=sse -O0 -w bool.c -lm && ./a.out
/* _Bool and stdbool.h. */
#include <stdio.h>
#include <stdbool.h>
bool odd(int x) { return x & 1; }
bool any(int x) { return x; }
struct f { bool a : 1; bool b; };
int main(void) {
    bool t = true, f = false, b = 42; double d = 0.5; char *p = "x"; struct f s = { 1, 5 };
    printf("%d %d %d %d %d\n", t, f, b, odd(7), any(256));
    b = d; printf("%d ", b); b = p; printf("%d ", b); b = !b; printf("%d\n", b);
    b += 5; printf("%d ", b); b = b - 1; printf("%d\n", b);
    printf("%d %d %d\n", (int)sizeof(bool), s.a, s.b);
    printf("%d %d\n", t + t, t & f);
    t++; printf("%d\n", t);
    return 0;
}
// expect: 1 0 1 1 1
// expect: 1 1 0
// expect: 1 0
// expect: 1 1 1
// expect: 2 0
// expect: 1
