// recorded: gcc -m32 -std=gnu99 -fms-extensions -malign-double -mms-bitfields -fshort-wchar -mlong-double-64 -msse2 -mfpmath=sse -O0 -w extern-tentative.c -lm && ./a.out
/* Tentative definitions, extern declarations before and after, arrays completed later. */
#include <stdio.h>
int x; int x; extern int x; int x = 5; extern int later; int unsized[]; extern int arr[]; static int s; static int s = 3;
int get(void) { return later + arr[1]; }
int later = 10; int arr[3] = { 1, 2, 3 }; int unsized[4]; struct fwd; struct fwd *fp; struct fwd { int v; } object = { 9 };
int f(), f(int), g(void); int f(int a) { return a + 1; } int g(void) { return f(1); }
int main(void) { fp = &object; unsized[3] = 1; printf("%d %d %d %d %d %d %d\n", x, get(), (int)(sizeof arr / 4), fp->v, s, g(), unsized[3] + unsized[0]); return 0; }
// expect: 5 12 3 9 3 2 1
