// recorded: gcc -m32 -std=gnu99 -fms-extensions -malign-double -mms-bitfields -fshort-wchar -mlong-double-64 -msse2 -mfpmath=sse -O0 -w conditional-types.c -lm && ./a.out
/* The type of ? : and of mixed comparisons. */
#include <stdio.h>
struct s { int a; };
int main(void) {
    int i = -1, t = 1, f = 0; unsigned u = 1; char c = 'x'; long long q = 5; double d = 2.5; int *p = &i; void *v = p; struct s a = { 1 }, b = { 2 };
    printf("%d\n", (t ? i : u) > 0);
    printf("%.1f %.1f\n", t ? i : d, f ? i : d);
    printf("%lld\n", (t ? c : q));
    printf("%d %d\n", *(t ? p : NULL), (t ? v : p) == p);
    printf("%d\n", (f ? a : b).a);
    printf("%s\n", t ? "yes" : "no");
    t ? i++ : (i = 7); printf("%d\n", i);
    f ? (void)i++ : (void)(i += 10); printf("%d\n", i);
    printf("%d\n", (int)sizeof(t ? c : c));
    printf("%d\n", t ? f ? 1 : 2 : 3);
    return 0;
}
// expect: 1
// expect: -1.0 2.5
// expect: 120
// expect: -1 1
// expect: 2
// expect: yes
// expect: 0
// expect: 10
// expect: 4
// expect: 2
