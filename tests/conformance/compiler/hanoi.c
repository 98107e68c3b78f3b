// recorded: gcc -m32 -std=gnu99 -fms-extensions -malign-double -mms-bitfields -fshort-wchar -mlong-double-64 -msse2 -mfpmath=sse -O0 -w hanoi.c -lm && ./a.out
/* Towers of Hanoi. */
#include <stdio.h>
int moves;
void hanoi(int n, char a, char b, char c) { if (n == 0) return; hanoi(n - 1, a, c, b); if (++moves < 6) printf("%d: %c->%c\n", n, a, c); hanoi(n - 1, b, a, c); }
int main(void) { hanoi(8, 'A', 'B', 'C'); printf("%d\n", moves); return 0; }
// expect: 1: A->B
// expect: 2: A->C
// expect: 1: B->C
// expect: 3: A->B
// expect: 1: C->A
// expect: 255
