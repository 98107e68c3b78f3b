#include <stdio.h>
#include <string.h>
#include <stdlib.h>
static int sign(int x) { return (x > 0) - (x < 0); }
int main(void)
{
    char a[100], b[100], *p;
    strcpy(a, "hello"); strcat(a, ", world"); puts(a);
    printf("%u %d %d %d\n", (unsigned)strlen(a), sign(strcmp("abc", "abd")), sign(strcmp("b", "a")), strcmp("x", "x"));
    printf("%d %d %d\n", sign(strncmp("abcdef", "abcxyz", 3)), sign(strncmp("abcdef", "abcxyz", 4)), sign(strcmp("\xff", "a")));
    memset(b, '#', 20); strncpy(b, "abc", 6); b[7] = 0; printf("%s %c%c\n", b, b[5] ? 'x' : '0', b[6]);
    strcpy(b, "start"); strncat(b, "abcdef", 3); puts(b);
    printf("%s %s %d\n", strchr(a, 'o'), strrchr(a, 'o'), strchr(a, 'z') == NULL);
    printf("%s %d\n", strstr(a, "wor"), strstr(a, "xyz") == NULL);
    printf("%u %u %s\n", (unsigned)strspn("112233abc", "123"), (unsigned)strcspn("abc;def", ";,"), strpbrk("key=val", "=:"));
    strcpy(b, "one, two;three  four");
    for (p = strtok(b, " ,;"); p; p = strtok(NULL, " ,;")) printf("<%s>", p);
    putchar('\n');
    strcpy(b, "0123456789"); memmove(b + 2, b, 5); puts(b);
    strcpy(b, "0123456789"); memmove(b, b + 3, 5); puts(b);
    memcpy(b, "XYZ", 3); puts(b);
    printf("%d %d %s\n", sign(memcmp("abc\0x", "abc\0y", 5)), memcmp("a", "a", 1), (char *)memchr("find me", 'm', 7));
    printf("%s %s\n", strerror(0) ? "ok" : "", "done");
    p = strdup("copied"); puts(p); free(p);
    printf("%d %d %ld %s\n", atoi("  42abc"), atoi("-17"), atol("123456789"), "x");
    { char *end; long v = strtol("0x1fz", &end, 16); printf("%ld %s ", v, end); v = strtol("777", &end, 8); printf("%ld ", v); v = strtol("zz", &end, 36); printf("%ld ", v);
      printf("%lu ", strtoul("4294967295", NULL, 10)); printf("%ld\n", strtol("99999999999", NULL, 10)); }
    { char *end; double d = strtod("3.14159xyz", &end); printf("%.5f %s %f %f\n", d, end, strtod("1e3", NULL), strtod("-.5e-2", NULL)); }
    printf("%f\n", atof("2.5"));
    return 0;
}
