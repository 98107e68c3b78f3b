// recorded: gcc -m32 -std=gnu99 -fms-extensions -malign-double -mms-bitfields -fshort-wchar -mlong-double-64 -msse2 -mfpmath=sse -O0 -w wide-strings.c -lm && ./a.out
/* Wide characters and strings. wchar_t has two bytes here. */
#include <stdio.h>
#include <stddef.h>
wchar_t a[] = L"wide", b[8] = L"pad"; const wchar_t *p = L"one" L" two";
int length(const wchar_t *s) { int n = 0; while (*s++) n++; return n; }
int main(void) {
    wchar_t c = L'x'; int i;
    printf("%d %d %d\n", (int)sizeof a, (int)sizeof b, (int)sizeof c);
    printf("%d %d %d\n", length(a), length(p), p[4] == L't');
    printf("%d %d %d\n", L'A', L'\x263a', L'\n');
    for (i = 0; a[i]; i++) putchar(a[i]);
    putchar('\n');
    { wchar_t local[] = L"in a function", *q = local + 3; printf("%d %c\n", (int)(sizeof local / sizeof *local), *q); }
    printf("%d\n", (int)sizeof L"abc");
    return 0;
}
// expect: 10 16 2
// expect: 4 7 1
// expect: 65 9786 10
// expect: wide
// expect: 14 a
// expect: 8
