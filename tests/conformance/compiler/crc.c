// recorded: gcc -m32 -std=gnu99 -fms-extensions -malign-double -mms-bitfields -fshort-wchar -mlong-double-64 -msse2 -mfpmath=sse -O0 -w crc.c -lm && ./a.out
/* CRC-32 and other work on unsigned words. */
#include <stdio.h>
#include <string.h>
unsigned table[256];
void init(void) { unsigned i, j, c; for (i = 0; i < 256; i++) { for (c = i, j = 0; j < 8; j++) c = c & 1 ? 0xedb88320u ^ (c >> 1) : c >> 1; table[i] = c; } }
unsigned crc(const void *data, int n) { const unsigned char *p = data; unsigned c = ~0u; while (n--) c = table[(c ^ *p++) & 255] ^ (c >> 8); return ~c; }
unsigned rotl(unsigned x, int n) { return x << n | x >> (32 - n); }
unsigned long long hash(const char *s) { unsigned long long h = 14695981039346656037ULL; while (*s) { h ^= (unsigned char)*s++; h *= 1099511628211ULL; } return h; }
int main(void) {
    init(); printf("%08x %08x\n", crc("123456789", 9), crc("", 0));
    printf("%08x %08x\n", rotl(0x80000001, 4), rotl(1, 31));
    printf("%016llx\n", hash("windows"));
    return 0;
}
// expect: cbf43926 00000000
// expect: 00000018 80000000
// expect: 600e2845cc70f20a
