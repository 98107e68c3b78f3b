// recorded: gcc -m32 -std=gnu99 -fms-extensions -malign-double -mms-bitfields -fshort-wchar -mlong-double-64 -msse2 -mfpmath=sse -O0 -w state-machine.c -lm && ./a.out
/* A table of structures with function pointers drives a machine. */
#include <stdio.h>
enum state { START, WORD, NUMBER, DONE };
struct step { enum state from; int (*accepts)(int); enum state to; const char *what; };
int letter(int c) { return c >= 'a' && c <= 'z'; } int digit(int c) { return c >= '0' && c <= '9'; } int end(int c) { return c == 0; } int space(int c) { return c == ' '; }
static const struct step steps[] = { { START, letter, WORD, "word" }, { START, digit, NUMBER, "number" }, { START, space, START, 0 }, { START, end, DONE, "end" }, { WORD, letter, WORD, 0 }, { NUMBER, digit, NUMBER, 0 } };
int main(void) {
    const char *text = "ab 12 c3"; enum state s = START; unsigned i;
    while (s != DONE) { for (i = 0; i < sizeof steps / sizeof steps[0]; i++) if (steps[i].from == s && steps[i].accepts(*text)) break;
        if (i == sizeof steps / sizeof steps[0]) { s = START; continue; }
        if (steps[i].what) printf("%s ", steps[i].what); s = steps[i].to; if (s != DONE) text++; }
    printf("\n"); return 0;
}
// expect: word number word number end
