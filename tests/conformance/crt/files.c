#include <stdio.h>
#include <wchar.h>
#include <string.h>
#include <errno.h>
int main(void)
{
    FILE *f = fopen("there-is-no-such-file.txt", "r");
    printf("%d %d\n", f == NULL, errno == ENOENT);
    printf("%d %d\n", fputs("to stdout\n", stdout) >= 0, (int)fwrite("block\n", 1, 6, stdout));
    setvbuf(stdout, NULL, _IOFBF, 1024);
    printf("buffered ");
    fflush(stdout);
    fprintf(stdout, "%s\n", "more");
    printf("%d %d\n", ferror(stdout) != 0, feof(stdout) != 0);
    putc('p', stdout); fputc('f', stdout); putchar('\n');
    printf("%u %d %d\n", (unsigned)wcslen(L"wide"), wcscmp(L"a", L"b") < 0, wcschr(L"find", L'n') != NULL);
    { wchar_t w[20]; char n[20]; mbstate_t dummy; (void)dummy; wcscpy(w, L"abc"); wcscat(w, L"def"); printf("%ls %S %d\n", w, w, (int)wcslen(w)); sprintf(n, "%ls", w); puts(n); printf("%ld\n", wcstol(L"123", NULL, 10)); }
    return 0;
}
