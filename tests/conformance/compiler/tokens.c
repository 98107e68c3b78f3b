// recorded: gcc -m32 -std=gnu99 -fms-extensions -malign-double -mms-bitfields -fshort-wchar -mlong-double-64 -msse2 -mfpmath=sse -O0 -w tokens.c -lm && ./a.out
/* Tokens that stand together: a+++b, >>=, ->, comments in odd places, continued lines. */
#include <stdio.h>
int main(void) {
    int a = 1, b = 2, *p = &b, c; int arr[3] = { 1, 2, 3 };
    c = a+++b; printf("%d %d\n", c, a);
    c = a---b; printf("%d %d\n", c, a);
    c = a/ *p; printf("%d\n", c);
    c = 5-/* comment */-3; printf("%d\n", c);
    c = a<<b>>1; c>>=1; c|=a&b^7; printf("%d\n", c);
    c = arr/**/[1]; printf("%d\n", c); // a comment \
    that goes on
    pri\
ntf("%s\n", "spl\
it");
    printf("%d\n", 1 /* a // b */ + 2);
    { int x1y = 3, _ = 4, $d = 5; printf("%d\n", x1y + _ + $d); }
    printf("%d%s", 1,"\n"/**/);
    return 0;
}
// expect: 3 2
// expect: 0 1
// expect: 0
// expect: 8
// expect: 7
// expect: 2
// expect: split
// expect: 3
// expect: 12
// expect: 1
