// recorded: gcc -m32 -std=gnu99 -fms-extensions -malign-double -mms-bitfields -fshort-wchar -mlong-double-64 -msse2 -mfpmath=sse -O0 -w varargs.c -lm && ./a.out
/* Functions with variable arguments. */
#include <stdio.h>
#include <stdarg.h>
int sum(int n, ...) { va_list ap; int t = 0; va_start(ap, n); while (n-- > 0) t += va_arg(ap, int); va_end(ap); return t; }
double mix(const char *f, ...) {
    va_list ap; double t = 0; va_start(ap, f);
    for (; *f; f++) switch (*f) {
        case 'i': t += va_arg(ap, int); break;
        case 'd': t += va_arg(ap, double); break;
        case 'q': t += (double)va_arg(ap, long long); break;
        case 's': t += *va_arg(ap, char *); break;
    }
    va_end(ap); return t;
}
int format(char *to, const char *f, ...) { va_list ap; int n; va_start(ap, f); n = vsprintf(to, f, ap); va_end(ap); return n; }
struct pt { int x, y; };
int pts(int n, ...) { va_list ap; int t = 0; va_start(ap, n); while (n--) { struct pt p = va_arg(ap, struct pt); t += p.x * p.y; } va_end(ap); return t; }
int main(void) {
    char b[40], c = 'c'; short s = 3; float f = 1.5f; struct pt p = { 2, 3 }, q = { 4, 5 };
    printf("%d %d\n", sum(3, 1, 2, 3), sum(0));
    printf("%.2f\n", mix("idqs", 1, 2.5, 10000000000LL, "A"));
    printf("%.2f\n", mix("iid", c, s, f));
    printf("%d ", format(b, "%d-%s", 42, "x")); printf("%s\n", b);
    printf("%d\n", pts(2, p, q));
    return 0;
}
// expect: 6 0
// expect: 10000000068.50
// expect: 103.50
// expect: 4 42-x
// expect: 26
