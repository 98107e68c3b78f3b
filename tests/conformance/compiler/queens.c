// recorded: gcc -m32 -std=gnu99 -fms-extensions -malign-double -mms-bitfields -fshort-wchar -mlong-double-64 -msse2 -mfpmath=sse -O0 -w queens.c -lm && ./a.out
/* Eight queens by backtracking. */
#include <stdio.h>
int board[8], solutions;
int safe(int row, int col) { int i; for (i = 0; i < row; i++) if (board[i] == col || board[i] - col == row - i || col - board[i] == row - i) return 0; return 1; }
void place(int row) { int c; if (row == 8) { if (solutions++ == 0) for (c = 0; c < 8; c++) printf("%d ", board[c]); return; } for (c = 0; c < 8; c++) if (safe(row, c)) { board[row] = c; place(row + 1); } }
int main(void) { place(0); printf("\n%d\n", solutions); return 0; }
// expect: 0 4 7 5 2 6 1 3
// expect: 92
