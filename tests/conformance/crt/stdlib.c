#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <ctype.h>
static int byInt(const void *a, const void *b) { return *(const int *)a - *(const int *)b; }
static int byText(const void *a, const void *b) { return strcmp(*(char *const *)a, *(char *const *)b); }
struct person { char name[16]; int age; };
static int byAge(const void *a, const void *b) { return ((const struct person *)a)->age - ((const struct person *)b)->age; }
static void first(void) { puts("first"); }
static void second(void) { puts("second"); }
int main(void)
{
    int i, key = 37, *found;
    int values[50];
    const char *words[] = { "pear", "apple", "fig", "banana", "cherry", "date" };
    struct person people[] = { { "Ann", 30 }, { "Bob", 25 }, { "Cid", 35 }, { "Dee", 20 } };
    div_t d;
    for (i = 0; i < 50; i++) values[i] = i * 37 % 101;
    qsort(values, 50, sizeof(int), byInt);
    for (i = 0; i < 50; i++) printf("%d ", values[i]);
    found = bsearch(&key, values, 50, sizeof(int), byInt); printf("\n%d\n", found ? *found : -1);
    qsort(words, 6, sizeof *words, byText);
    for (i = 0; i < 6; i++) printf("%s ", words[i]);
    qsort(people, 4, sizeof *people, byAge);
    for (i = 0; i < 4; i++) printf("%s:%d ", people[i].name, people[i].age);
    putchar('\n');
    d = div(-17, 5); printf("%d %d %d %ld\n", d.quot, d.rem, abs(-5), labs(-7L));
    for (i = 0; i < 128; i++)
        printf("%d%d%d%d%d%d%d%d%d%d%d%c", !!isalpha(i), !!isdigit(i), !!isalnum(i), !!isspace(i), !!isupper(i), !!islower(i), !!ispunct(i), !!isxdigit(i), !!iscntrl(i), !!isprint(i), !!isgraph(i), i % 8 == 7 ? '\n' : ' ');
    for (i = 0; i < 128; i++) if (toupper(i) != i || tolower(i) != i) printf("%c%c", toupper(i), tolower(i));
    putchar('\n');
    { char *p = malloc(10); strcpy(p, "grow"); p = realloc(p, 1000); puts(p); p = realloc(p, 5); puts(p); free(p); }
    { int *z = calloc(100, sizeof(int)); int sum = 0; for (i = 0; i < 100; i++) sum += z[i]; printf("%d\n", sum); free(z); free(NULL); }
    { char b[40]; sprintf(b, "%d-%s", 5, "x"); puts(b); i = snprintf(b, 5, "%s", "truncated"); printf("%d %s\n", i, b); }
    atexit(first); atexit(second);
    printf("%s\n", getenv("NO_SUCH_VARIABLE_HERE") ? "set" : "not set");
    exit(0);
}
