#include <stdio.h>
int main(void)
{
    int a, b, c, n, r;
    unsigned u;
    short h;
    long l;
    long long ll;
    float f;
    double d;
    char s[100], t[100], ch;
    r = sscanf("12 -34 56", "%d %d %d", &a, &b, &c); printf("%d: %d %d %d\n", r, a, b, c);
    r = sscanf("0x1f 077 99", "%i %i %i", &a, &b, &c); printf("%d: %d %d %d\n", r, a, b, c);
    r = sscanf("ff 17 12", "%x %o %u", &a, &b, &u); printf("%d: %d %d %u\n", r, a, b, u);
    r = sscanf("3.25 -1e3 .5", "%f %lf", &f, &d); printf("%d: %f %f\n", r, f, d);
    r = sscanf("hello world", "%s %s", s, t); printf("%d: %s|%s\n", r, s, t);
    r = sscanf("abc123def", "%[a-z]%d%s", s, &a, t); printf("%d: %s %d %s\n", r, s, a, t);
    r = sscanf("key=value;rest", "%[^=]=%[^;]", s, t); printf("%d: %s %s\n", r, s, t);
    r = sscanf("12345", "%2d%3d", &a, &b); printf("%d: %d %d\n", r, a, b);
    r = sscanf("1,2,3", "%d,%*d,%d", &a, &b); printf("%d: %d %d\n", r, a, b);
    r = sscanf("x y", "%c %c", &ch, s); printf("%d: %c %c\n", r, ch, s[0]);
    r = sscanf("70000 -5 123456789012", "%hd %ld %lld", &h, &l, &ll); printf("%d: %d %ld %lld\n", r, h, l, ll);
    r = sscanf("10 20", "%d%n%d", &a, &n, &b); printf("%d: %d %d %d\n", r, a, n, b);
    r = sscanf("abc", "%d", &a); printf("%d\n", r);
    r = sscanf("", "%d", &a); printf("%d\n", r);
    r = sscanf("5 apples", "%d pears", &a); printf("%d\n", r);
    r = sscanf("50%", "%d%%%n", &a, &n); printf("%d %d\n", r, n);
    r = sscanf("  42", "%3c", s); s[3] = 0; printf("%d [%s]\n", r, s);
    while ((r = scanf("%d", &a)) == 1)
        printf("read %d\n", a);
    printf("end %d\n", r);
    r = scanf("%s", s); printf("%d %s\n", r, s);
    while ((r = getchar()) != '\n' && r != EOF) ;
    if (fgets(s, sizeof s, stdin)) printf("line: %s", s);
    if (fgets(s, 5, stdin)) printf("part: %s|\n", s);
    if (fgets(s, sizeof s, stdin)) printf("rest: %s", s);
    ch = (char)getchar(); ungetc(ch, stdin); printf("peek %c %c\n", ch, getchar());
    while ((r = getchar()) != EOF) putchar(r == '\n' ? '/' : r);
    printf("\neof %d\n", feof(stdin) != 0);
    return 0;
}
