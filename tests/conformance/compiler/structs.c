// recorded: gcc -m32 -std=gnu99 -fms-extensions -malign-double -mms-bitfields -fshort-wchar -mlong-double-64 -msse2 -mfpmath=sse -O0 -w structs.c -lm && ./a.out
/* Structures: members, copies, nesting, pointers, passing and returning by value. */
#include <stdio.h>
struct point { int x, y; };
struct rect { struct point min, max; char name[8]; };
struct node { int value; struct node *next; };
typedef struct { double d; char c; } pair;
struct point make(int x, int y) { struct point p; p.x = x; p.y = y; return p; }
struct rect bounds(struct point a, struct point b) { struct rect r = { a, b, "box" }; return r; }
int area(struct rect r) { r.name[0] = '!'; return (r.max.x - r.min.x) * (r.max.y - r.min.y); }
pair half(pair p) { p.d /= 2; p.c++; return p; }
struct tiny { char a, b, c; };
struct tiny turn(struct tiny t) { struct tiny r; r.a = t.c; r.b = t.a; r.c = t.b; return r; }
int length(struct node *n) { return n ? 1 + length(n->next) : 0; }
int main(void) {
    struct point p = make(1, 2), q, *pp = &q;
    struct rect r = bounds(p, make(11, 7)), copies[2];
    struct node n3 = { 3, 0 }, n2 = { 2, &n3 }, n1 = { 1, &n2 };
    pair h = { 5.0, 'a' }; struct tiny t = { 'x', 'y', 'z' };
    q = p; q.x += 10; pp->y = -1;
    printf("%d %d %d %d\n", p.x, p.y, q.x, (*pp).y);
    printf("%d %s\n", area(r), r.name);
    copies[1] = r; copies[0] = copies[1]; copies[0].min.x = 99;
    printf("%d %d %d\n", copies[0].min.x, copies[1].min.x, r.max.y);
    printf("%d %d %d\n", length(&n1), n1.next->next->value, make(3, 4).y);
    h = half(half(h)); printf("%.2f %c\n", h.d, h.c);
    t = turn(t); printf("%c%c%c %d\n", t.a, t.b, t.c, (int)sizeof t);
    printf("%d %d %d\n", (int)sizeof(struct point), (int)sizeof(struct rect), (int)sizeof(pair));
    { struct { int a; struct { int b, c; } in; } u = { 1, { 2, 3 } }, v; v = u; printf("%d\n", v.a + v.in.b + v.in.c); }
    q = area(r) > 5 ? p : make(0, 0); printf("%d\n", q.x);
    { struct point a[3] = { { 1, 1 }, { 2, 2 } }, *s; int n = 0; for (s = a; s < a + 3; s++) n += s->x + s->y; printf("%d\n", n); }
    return 0;
}
// expect: 1 2 11 -1
// expect: 50 box
// expect: 99 1 7
// expect: 3 3 4
// expect: 1.25 c
// expect: zxy 3
// expect: 8 24 16
// expect: 6
// expect: 1
// expect: 6
