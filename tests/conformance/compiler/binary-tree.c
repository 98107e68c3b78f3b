// recorded: gcc -m32 -std=gnu99 -fms-extensions -malign-double -mms-bitfields -fshort-wchar -mlong-double-64 -msse2 -mfpmath=sse -O0 -w binary-tree.c -lm && ./a.out
/* A search tree: recursion and pointers to pointers. */
#include <stdio.h>
#include <stdlib.h>
typedef struct tree { int v; struct tree *l, *r; } tree;
void add(tree **t, int v) { if (!*t) { *t = calloc(1, sizeof(tree)); (*t)->v = v; } else add(v < (*t)->v ? &(*t)->l : &(*t)->r, v); }
void walk(tree *t, void (*f)(int)) { if (t) { walk(t->l, f); f(t->v); walk(t->r, f); } }
int depth(tree *t) { int l, r; if (!t) return 0; l = depth(t->l); r = depth(t->r); return 1 + (l > r ? l : r); }
void show(int v) { printf("%d ", v); }
void drop(tree *t) { if (!t) return; drop(t->l); drop(t->r); free(t); }
int main(void) {
    tree *t = NULL; unsigned x = 12345; int i;
    for (i = 0; i < 12; i++) { x = x * 1103515245 + 12345; add(&t, (x >> 16) % 100); }
    walk(t, show); printf("\n%d\n", depth(t)); drop(t);
    return 0;
}
// expect: 9 10 27 29 36 45 52 56 85 90 95 98
// expect: 6
