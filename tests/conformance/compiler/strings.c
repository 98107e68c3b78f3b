// recorded: gcc -m32 -std=gnu99 -fms-extensions -malign-double -mms-bitfields -fshort-wchar -mlong-double-64 -msse2 -mfpmath=sse -O0 -w strings.c -lm && ./a.out
/* String literals: joining, escapes, sizes, initialising arrays. */
#include <stdio.h>
#include <string.h>
char a[] = "abc", b[10] = "xyz", c[3] = "abc", d[] = { 'q', 'r', 0 }, *e = "pointer";
char braces[] = { "in braces" };
int main(void) {
    printf("%d %d %d %d\n", (int)sizeof a, (int)sizeof b, (int)sizeof c, (int)sizeof d);
    printf("%s %s %.3s %s %s %s\n", a, b, c, d, e, braces);
    printf("one " "two " /* comment */ "three\n");
    printf("\x41\102\103 \"quoted\" \\ tab\tend %c%c\n", '\'', '"');
    printf("%d %d %d\n", '\0', '\n', '\xff');
    printf("%d\n", (int)sizeof("a\0b"));
    printf("%d %d\n", (int)strlen("a\0b"), "hello"[1]);
    printf("%c %s\n", *("abc" + 1), "hello" + 3);
    printf("long line that \
goes on\n");
    a[0] = 'A'; printf("%s\n", a);
    { char local[] = "local", padded[8] = "pad"; int i; for (i = 0; i < 8; i++) printf("%d ", padded[i]); printf("%s\n", local); }
    { const char *p = "walk"; while (*p) putchar(*p++); putchar('\n'); }
    printf("%d\n", 'ab');
    return 0;
}
// expect: 4 10 3 3
// expect: abc xyz abc qr pointer in braces
// expect: one two three
// expect: ABC "quoted" \ tab	end '"
// expect: 0 10 -1
// expect: 4
// expect: 1 101
// expect: b lo
// expect: long line that goes on
// expect: Abc
// expect: 112 97 100 0 0 0 0 0 local
// expect: walk
// expect: 24930
