// recorded: gcc -m32 -std=gnu99 -fms-extensions -malign-double -mms-bitfields -fshort-wchar -mlong-double-64 -msse2 -mfpmath=sse -O0 -w game-of-life.c -lm && ./a.out
/* Two-dimensional arrays, swapped by pointers. */
#include <stdio.h>
#include <string.h>
#define W 8
#define H 6
typedef char world[H][W];
int neighbours(char (*w)[W], int y, int x) { int dy, dx, n = 0; for (dy = -1; dy <= 1; dy++) for (dx = -1; dx <= 1; dx++) if (dy || dx) n += w[(y + dy + H) % H][(x + dx + W) % W]; return n; }
void step(char (*from)[W], char (*to)[W]) { int y, x; for (y = 0; y < H; y++) for (x = 0; x < W; x++) { int n = neighbours(from, y, x); to[y][x] = n == 3 || (from[y][x] && n == 2); } }
int main(void) {
    world a = { { 0, 1 }, { 0, 0, 1 }, { 1, 1, 1 } }, b; char (*now)[W] = a, (*next)[W] = b; int i, y, x;
    for (i = 0; i < 9; i++) { char (*t)[W]; step(now, next); t = now; now = next; next = t; }
    for (y = 0; y < H; y++) { for (x = 0; x < W; x++) putchar(now[y][x] ? '#' : '.'); putchar('\n'); }
    return 0;
}
// expect: ........
// expect: ........
// expect: ........
// expect: ..#.#...
// expect: ...##...
// expect: ...#....
