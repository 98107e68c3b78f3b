// recorded: gcc -m32 -std=gnu99 -fms-extensions -malign-double -mms-bitfields -fshort-wchar -mlong-double-64 -msse2 -mfpmath=sse -O0 -w enums.c -lm && ./a.out
/* Enumerations as constants, types and array bounds. */
#include <stdio.h>
enum day { MON, TUE, WED = 10, THU, FRI = THU + 5, SAT = -1, SUN };
typedef enum { OFF, ON } state;
enum { SIZE = 4, MASK = 1 << SIZE };
int table[SIZE] = { [ON] = 7 };
state flip(state s) { return s == ON ? OFF : ON; }
int main(void) {
    enum day d = THU; state s = OFF;
    printf("%d %d %d %d %d %d %d\n", MON, TUE, WED, THU, FRI, SAT, SUN);
    d++; printf("%d %d\n", d, d == 12);
    s = flip(s); printf("%d %d\n", s, table[s]);
    printf("%d %d %d\n", MASK, (int)sizeof(table), (int)sizeof(enum day));
    d = (enum day)3; printf("%d\n", d | WED);
    return 0;
}
// expect: 0 1 10 11 16 -1 0
// expect: 12 1
// expect: 1 7
// expect: 16 16 4
// expect: 11
