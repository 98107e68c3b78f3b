/*
 * Results and last errors of the four functions: TlsGetValue clears the last error, TlsSetValue leaves it, indices out of
 * range give 87, indices that nobody has allocated are not noticed, and the value is there for a new owner as 0.
 * Facts: Microsoft's pages on the four functions; Wine's test_TLS. Output: recorded with Wine 8.0 (64-bit, gcc).
 */
#include <windows.h>
#include <stdio.h>

static DWORD error(void) { DWORD e = GetLastError(); SetLastError(0xdead); return e; }

int main(void)
{
    DWORD a, b, i, count = 0;
    BOOL ok;

    a = TlsAlloc();
    SetLastError(0xdead);
    printf("fresh %d", TlsGetValue(a) == NULL);
    printf(" %lx\n", error());
    ok = TlsSetValue(a, (void *)0x1234);
    printf("set %d %lx\n", ok, error());
    printf("get %d", TlsGetValue(a) == (void *)0x1234);
    printf(" %lx\n", error());
    printf("big get %d", TlsGetValue(5000) == NULL);
    printf(" %lx\n", error());
    ok = TlsSetValue(5000, NULL);
    printf("big set %d %lx\n", ok, error());
    ok = TlsFree(5000);
    printf("big free %d %lx\n", ok, error());
    printf("out of indexes %d", TlsGetValue(TLS_OUT_OF_INDEXES) == NULL);
    printf(" %lx\n", error());
    ok = TlsFree(a);
    printf("free %d\n", ok);
    error();
    ok = TlsFree(a);
    printf("free again %d %lx\n", ok, error());
    printf("get freed %d", TlsGetValue(a) == NULL);
    printf(" %lx\n", error());
    b = TlsAlloc();
    printf("same index %d, empty %d\n", a == b, TlsGetValue(b) == NULL);
    for (i = 0; i < 2000; i++) {
        DWORD index = TlsAlloc();
        if (index == TLS_OUT_OF_INDEXES) break;
        if (index >= 1088) puts("too large");
        count++;
    }
    printf("more than a thousand %d, then no more\n", count > 1000 && count < 1088);
    return 0;
}
