/*
 * The eight bytes in front of a block, decoded with the heap's own key, as the heap does it.
 * Watch: the bytes in memory look like noise; XOR makes five plain fields of them, and byte 3 is a checksum.
 */
#include <windows.h>
#include <stdio.h>

#define ENCODING 0x50       /* where _HEAP keeps the key, on Windows 7 */

static void decode(HANDLE heap, const char *what, void *p)
{
    unsigned char *key = (unsigned char *)heap + ENCODING;
    unsigned char *entry = (unsigned char *)p - 8;
    unsigned char h[8];
    int i;

    for (i = 0; i < 8; i++)
        h[i] = entry[i] ^ key[i];
    printf("%s\n", what);
    printf("  in memory  %02x %02x %02x %02x %02x %02x %02x %02x\n",
        entry[0], entry[1], entry[2], entry[3], entry[4], entry[5], entry[6], entry[7]);
    printf("  key        %02x %02x %02x %02x %02x %02x %02x %02x\n",
        key[0], key[1], key[2], key[3], key[4], key[5], key[6], key[7]);
    printf("  decoded    %02x %02x %02x %02x %02x %02x %02x %02x\n", h[0], h[1], h[2], h[3], h[4], h[5], h[6], h[7]);
    printf("  size %d, flags %02x, checksum %02x (should be %02x), previous size %d, unused %d\n",
        (h[0] | h[1] << 8) * 8, h[2], h[3], h[0] ^ h[1] ^ h[2], (h[4] | h[5] << 8) * 8, h[7]);
}

int main(void)
{
    HANDLE heap = HeapCreate(0, 0x1000, 0x10000);
    char *a = HeapAlloc(heap, 0, 8);
    char *b = HeapAlloc(heap, 0, 20);
    char *c = HeapAlloc(heap, 0, 100);

    decode(heap, "a: 8 bytes", a);
    decode(heap, "b: 20 bytes", b);
    decode(heap, "c: 100 bytes", c);

    HeapFree(heap, 0, b);                               /* now look at b and at its neighbour c */
    decode(heap, "b after HeapFree", b);
    return 0;
}
