// recorded: gcc -m32 -std=gnu99 -fms-extensions -malign-double -mms-bitfields -fshort-wchar -mlong-double-64 -msse2 -mfpmath=sse -O0 -w string-functions.c -lm && ./a.out
/* The functions of string.h. */
#include <stdio.h>
#include <string.h>
#include <stdlib.h>
int main(void) {
    char a[40] = "hello", b[40]; char *p; char list[] = "one, two;three";
    strcpy(b, a); strcat(b, " world"); printf("%s %d\n", b, (int)strlen(b));
    printf("%d %d %d\n", strcmp("a", "b") < 0, strcmp("b", "a") > 0, strcmp("x", "x"));
    printf("%d %d\n", strncmp("abc", "abd", 2), strncmp("abc", "abd", 3) < 0);
    printf("%s %s %s\n", strchr(b, 'w'), strrchr(b, 'o'), strstr(b, "lo"));
    strncpy(a, "abcdefgh", 3); printf("%s\n", a);
    memset(a, '*', 4); a[4] = 0; puts(a);
    memmove(b + 2, b, 5); printf("%s\n", b);
    printf("%d %d\n", memcmp("abc", "abd", 3) < 0, (int)strspn("aabbc", "ab"));
    for (p = strtok(list, ",; "); p; p = strtok(NULL, ",; ")) printf("<%s>", p);
    printf("\n%d %d %ld\n", atoi("42x"), atoi("-7"), strtol("ff", NULL, 16));
    p = strdup("copy"); puts(p); free(p);
    sprintf(b, "%s-%d", "n", 5); puts(b);
    printf("%d\n", sscanf("12 abc", "%d %s", (int *)a, b)); printf("%s\n", b);
    return 0;
}
// expect: hello world 11
// expect: 1 1 0
// expect: 0 1
// expect: world orld lo world
// expect: abclo
// expect: ****
// expect: hehelloorld
// expect: 1 4
// expect: <one><two><three>
// expect: 42 -7 255
// expect: copy
// expect: n-5
// expect: 2
// expect: abc
