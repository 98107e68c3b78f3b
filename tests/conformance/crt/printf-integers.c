#include <stdio.h>
#include <limits.h>
int main(void)
{
    const char *formats[] = { "[%d]", "[%5d]", "[%-5d]", "[%05d]", "[%+d]", "[% d]", "[%.3d]", "[%8.3d]", "[%-8.3d|]", "[%+08d]", "[%x]", "[%#x]", "[%#010x]", "[%X]",
        "[%o]", "[%#o]", "[%u]", "[%hd]", "[%hu]", "[%#.5x]", "[%+.0d]", "[%.0d]", "[%i]", "[% 05d]", "[%-+6d]" };
    int values[] = { 0, 1, -1, 42, -42, 255, 65535, 70000, INT_MAX, INT_MIN };
    int i, j;
    for (i = 0; i < (int)(sizeof formats / sizeof *formats); i++) {
        for (j = 0; j < 10; j++)
            printf(formats[i], values[j]);
        putchar('\n');
    }
    printf("%lld %llu %llx %llo\n", 9223372036854775807LL, 18446744073709551615ULL, 0x123456789abcdefLL, 01234567ULL);
    printf("%lld %20lld|%-20lld|%020lld\n", -9223372036854775807LL - 1, -5000000000LL, -5000000000LL, -5000000000LL);
    printf("%*d|%-*d|%.*d|%*.*d\n", 6, 42, 6, 42, 4, 42, 8, 4, 42);
    printf("%*d|\n", -6, 42);
    printf("%c%c%c %5c|%-5c|\n", 'a', 98, 'c', 'd', 'e');
    printf("%s|%10s|%-10s|%.3s|%10.3s|%-10.3s|%.0s|\n", "hello", "hello", "hello", "hello", "hello", "hello", "hello");
    printf("%%|100%%|%d%%\n", 50);
    printf("%d\n", printf("count this\n"));
    printf("%ld %lu %lx %hx\n", -123456L, 4000000000UL, 0xdeadbeefUL, (unsigned short)0xabcd);
    return 0;
}
