// recorded: gcc -m32 -std=gnu99 -fms-extensions -malign-double -mms-bitfields -fshort-wchar -mlong-double-64 -msse2 -mfpmath=sse -O0 -w compound-literals.c -lm && ./a.out
/* Compound literals, in functions and at file level. */
#include <stdio.h>
struct point { int x, y; };
int sum(const int *a, int n) { int t = 0; while (n-- > 0) t += *a++; return t; }
int dist(struct point p) { return p.x * p.x + p.y * p.y; }
int *global = (int[]){ 4, 5, 6 };
struct point gp = (struct point){ 8, 9 };
int main(void) {
    struct point p = (struct point){ 3, 4 }, *q = &(struct point){ .y = 6 }; int i;
    printf("%d\n", sum((int[]){ 1, 2, 3, 4 }, 4));
    printf("%d %d\n", dist(p), dist((struct point){ 5, 12 }));
    printf("%d %d\n", q->x, q->y);
    p = (struct point){ p.y, p.x }; printf("%d %d\n", p.x, p.y);
    printf("%s\n", (char[]){ "text" });
    for (i = 0; i < 2; i++) { int *z = (int[2]){ i }; z[1] += 1; printf("%d %d\n", z[0], z[1]); }
    printf("%d %d %d\n", global[2], gp.x, gp.y);
    printf("%d\n", (int)sizeof((int[]){ 1, 2, 3 }));
    return 0;
}
// expect: 10
// expect: 25 169
// expect: 0 6
// expect: 4 3
// expect: text
// expect: 0 1
// expect: 1 1
// expect: 6 8 9
// expect: 12
