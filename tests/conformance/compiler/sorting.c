// recorded: gcc -m32 -std=gnu99 -fms-extensions -malign-double -mms-bitfields -fshort-wchar -mlong-double-64 -msse2 -mfpmath=sse -O0 -w sorting.c -lm && ./a.out
/* Bubble sort, quicksort and the library's qsort and bsearch. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
void bubble(int *a, int n) { int i, j; for (i = 0; i < n; i++) for (j = 0; j + 1 < n - i; j++) if (a[j] > a[j + 1]) { int t = a[j]; a[j] = a[j + 1]; a[j + 1] = t; } }
void quick(int *a, int lo, int hi) { int i = lo, j = hi, pivot = a[(lo + hi) / 2]; while (i <= j) { while (a[i] < pivot) i++; while (a[j] > pivot) j--; if (i <= j) { int t = a[i]; a[i++] = a[j]; a[j--] = t; } } if (lo < j) quick(a, lo, j); if (i < hi) quick(a, i, hi); }
int by_int(const void *x, const void *y) { int a = *(const int *)x, b = *(const int *)y; return (a > b) - (a < b); }
int by_name(const void *x, const void *y) { return strcmp(*(char *const *)x, *(char *const *)y); }
void show(const int *a, int n) { while (n--) printf("%d ", *a++); printf("\n"); }
int main(void) {
    int a[] = { 9, 3, 7, 1, 8, 2, 5 }, b[7], c[7], key = 7, *found; const char *names[] = { "pear", "apple", "fig" };
    memcpy(b, a, sizeof a); memcpy(c, a, sizeof a);
    bubble(a, 7); show(a, 7); quick(b, 0, 6); show(b, 7); qsort(c, 7, sizeof *c, by_int); show(c, 7);
    found = bsearch(&key, c, 7, sizeof(int), by_int); printf("%d\n", (int)(found - c));
    qsort(names, 3, sizeof *names, by_name); printf("%s %s %s\n", names[0], names[1], names[2]);
    return 0;
}
// expect: 1 2 3 5 7 8 9
// expect: 1 2 3 5 7 8 9
// expect: 1 2 3 5 7 8 9
// expect: 4
// expect: apple fig pear
