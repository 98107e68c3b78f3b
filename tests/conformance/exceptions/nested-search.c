/*
 * Five frames with __try: which filters are asked, in which order, and whose finally blocks run, for each frame that takes the
 * exception. The chain is as long before as after.
 * Facts: Microsoft's "Frame-based exception handling" and "Termination handlers". Output: by those rules.
 */
#include <windows.h>
#include <stdio.h>

static int taker;

static int asks(int frame) { printf("?%d ", frame); return frame == taker; }

static void frame(int n)
{
    __try {
        __try { if (n == 0) RaiseException(0xE0000005, 0, 0, NULL); else frame(n - 1); }
        __finally { printf("!%d ", n); }
    } __except (asks(n)) { printf("[%d] ", n); }
}

static int chainLength(void)
{
    DWORD *record = (DWORD *)__readfsdword(0);
    int n = 0;

    for (; record != (DWORD *)0xffffffff; record = (DWORD *)record[0]) n++;
    return n;
}

int main(void)
{
    int before = chainLength();

    for (taker = 0; taker < 5; taker++) { frame(4); puts(""); }
    printf("chain %d\n", chainLength() - before);
    return 0;
}
