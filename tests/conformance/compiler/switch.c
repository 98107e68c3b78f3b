// recorded: gcc -m32 -std=gnu99 -fms-extensions -malign-double -mms-bitfields -fshort-wchar -mlong-double-64 -msse2 -mfpmath=sse -O0 -w switch.c -lm && ./a.out
/* switch: fall-through, default in the middle, negative and character labels, nested, inside loops. */
#include <stdio.h>
int f(int x) {
    switch (x) {
    case 1: return 10;
    case -1: return 20;
    default: return 30;
    case 'a': case 'b': return 40;
    case 1000000: return 50;
    }
}
enum color { RED, GREEN = 5, BLUE };
const char *name(enum color c) { switch (c) { case RED: return "red"; case GREEN: return "green"; case BLUE: return "blue"; } return "?"; }
int main(void) {
    int i, n = 0;
    printf("%d %d %d %d %d %d\n", f(1), f(-1), f(0), f('a'), f('b'), f(1000000));
    for (i = 0; i < 6; i++) {
        switch (i) {
        case 0: n += 1;
        case 1: n += 10; break;
        case 2: continue;
        case 3: { int k; for (k = 0; k < 5; k++) if (k == 2) break; n += k; } break;
        case 4: switch (n) { case 0: n = 1; break; default: n += 100; }
        }
        printf("%d ", n);
    }
    printf("\n%s %s %s %s\n", name(RED), name(GREEN), name(BLUE), name(9));
    switch (i) default: printf("alone\n");
    switch (3) { int unused; if (0) { case 3: printf("into a block\n"); } }
    for (i = 0; i < 12; i++) switch (i) { case 0: case 1: case 2: case 3: case 4: case 5: case 6: case 7: putchar('a' + i); break; case 9: putchar('!'); break; default: putchar('.'); }
    putchar('\n');
    return 0;
}
// expect: 10 20 30 40 40 50
// expect: 11 21 23 123 123
// expect: red green blue ?
// expect: alone
// expect: into a block
// expect: abcdefgh.!..
