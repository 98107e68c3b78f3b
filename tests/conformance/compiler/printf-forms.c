// recorded: gcc -m32 -std=gnu99 -fms-extensions -malign-double -mms-bitfields -fshort-wchar -mlong-double-64 -msse2 -mfpmath=sse -O0 -w printf-forms.c -lm && ./a.out
/* Conversions of printf. */
#include <stdio.h>
int main(void) {
    printf("[%d] [%5d] [%-5d] [%05d] [%+d] [% d]\n", 42, 42, 42, 42, 42, 42);
    printf("[%u] [%x] [%X] [%#x] [%o] [%#o]\n", 42u, 255, 255, 255, 8, 8);
    printf("[%c] [%3c] [%-3c]\n", 'a', 'b', 'c');
    printf("[%s] [%8s] [%-8s] [%.2s] [%*s]\n", "abc", "abc", "abc", "abc", 6, "abc");
    printf("[%.3d] [%8.3d] [%-8.3d]\n", 5, 5, 5);
    printf("[%f] [%.2f] [%8.2f] [%-8.2f] [%08.2f] [%+.1f]\n", 3.14159, 3.14159, 3.14159, 3.14159, 3.14159, 3.14159);
    printf("[%g] [%g] [%g] [%.3g]\n", 100000.0, 0.00025, 0.5, 123.45);
    printf("[%hd] [%hhd] [%ld] [%lld]\n", (short)70000, (char)300, 70000L, 1LL << 40);
    printf("%%\n");
    printf("%d\n", printf("abc\n"));
    return 0;
}
// expect: [42] [   42] [42   ] [00042] [+42] [ 42]
// expect: [42] [ff] [FF] [0xff] [10] [010]
// expect: [a] [  b] [c  ]
// expect: [abc] [     abc] [abc     ] [ab] [   abc]
// expect: [005] [     005] [005     ]
// expect: [3.141590] [3.14] [    3.14] [3.14    ] [00003.14] [+3.1]
// expect: [100000] [0.00025] [0.5] [123]
// expect: [4464] [44] [70000] [1099511627776]
// expect: %
// expect: abc
// expect: 4
