// recorded: gcc -m32 -std=gnu99 -fms-extensions -malign-double -mms-bitfields -fshort-wchar -mlong-double-64 -msse2 -mfpmath=sse -O0 -w goto-state.c -lm && ./a.out
/* Text processing with getchar-like input from a string. */
#include <stdio.h>
#include <ctype.h>
static const char *text = "The quick  brown fox,\njumps over 12 dogs.\n"; static int get(void) { return *text ? (unsigned char)*text++ : EOF; }
int main(void) {
    int c, lines = 0, words = 0, chars = 0, in = 0, counts[26] = { 0 }, i;
    while ((c = get()) != EOF) { chars++; if (c == '\n') lines++; if (isspace(c)) in = 0; else if (!in) { in = 1; words++; } if (isalpha(c)) counts[tolower(c) - 'a']++; }
    printf("%d %d %d\n", lines, words, chars);
    for (i = 0; i < 26; i++) if (counts[i] > 2) printf("%c%d ", 'a' + i, counts[i]); printf("\n");
    return 0;
}
// expect: 2 8 42
// expect: o4
