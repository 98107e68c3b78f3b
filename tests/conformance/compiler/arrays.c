// recorded: gcc -m32 -std=gnu99 -fms-extensions -malign-double -mms-bitfields -fshort-wchar -mlong-double-64 -msse2 -mfpmath=sse -O0 -w arrays.c -lm && ./a.out
/* Arrays of arrays, sizes, arrays as parameters, pointers to arrays. */
#include <stdio.h>
int grid[3][4] = { { 1, 2, 3, 4 }, { 5, 6 }, { 9 } };
int flat[2][2] = { 1, 2, 3, 4 };
char names[][6] = { "one", "two", "three" };
const char *list[] = { "a", "bb", "ccc" };
int total(int m[][4], int rows) { int i, j, t = 0; for (i = 0; i < rows; i++) for (j = 0; j < 4; j++) t += m[i][j]; return t; }
int first(int a[], int n) { return n > 0 ? a[0] : -1; }
int main(void) {
    int cube[2][3][4], i, j, k, (*row)[4] = grid, *p;
    for (i = 0; i < 2; i++) for (j = 0; j < 3; j++) for (k = 0; k < 4; k++) cube[i][j][k] = i * 100 + j * 10 + k;
    printf("%d %d %d\n", grid[1][1], grid[2][3], total(grid, 3));
    printf("%d %d %d\n", flat[0][1], flat[1][0], flat[1][1]);
    printf("%d %d %d\n", (int)sizeof grid, (int)sizeof grid[0], (int)(sizeof names / sizeof names[0]));
    printf("%s %s %c\n", names[2], list[1], names[0][1]);
    printf("%d %d\n", cube[1][2][3], *(*(*(cube + 1) + 1) + 2));
    row++; printf("%d %d\n", (*row)[1], row[1][0]);
    p = &cube[0][0][0]; printf("%d %d\n", p[23], p[12]);
    printf("%d %d\n", first(grid[1], 4), first(cube[1][1], 3));
    { char buffer[10]; for (i = 0; i < 9; i++) buffer[i] = 'a' + i; buffer[i] = 0; printf("%s %d\n", buffer, (int)sizeof(buffer)); }
    printf("%d\n", (int)(&grid[2] - &grid[0]));
    i = 1; grid[i][i + 1] += grid[i - 1][i] *= 3; printf("%d %d\n", grid[1][2], grid[0][1]);
    return 0;
}
// expect: 6 0 30
// expect: 2 3 4
// expect: 48 16 3
// expect: three bb n
// expect: 123 112
// expect: 6 9
// expect: 123 100
// expect: 5 110
// expect: abcdefghi 10
// expect: 2
// expect: 6 6
