/*
 * Exceptions out of finally blocks while an unwind is under way: the new one takes the old one's place, blocks run once.
 * Facts: the two passes and collided unwinds as publicly described. Output: by those rules.
 */
#include <windows.h>
#include <stdio.h>

static int filter(const char *who, DWORD code, DWORD wanted)
{
    printf("%s asked for %lx\n", who, code & 0xff);
    return (code & 0xff) == wanted;
}

static void raise(DWORD n) { RaiseException(0xE0000000 | n, 0, 0, NULL); }

/* In the frame that is unwound, the one that wants the second, and one outside that wanted the first. */
static void same(void)
{
    __try {
        __try { raise(1); } __finally { puts("block 1"); raise(2); }
    } __except (filter("same", GetExceptionCode(), 2)) { puts("same takes it"); }
}

static void passing(void)
{
    __try { __try { raise(1); } __finally { puts("block 1"); raise(3); } }
    __finally { printf("block 2, abnormal %d\n", AbnormalTermination()); }
}

static void deep(int n)
{
    __try { if (n == 0) raise(1); deep(n - 1); }
    __finally { printf("deep %d\n", n); if (n == 1) raise(4); }
}

int main(void)
{
    __try { same(); puts("goes on"); } __except (filter("main", GetExceptionCode(), 1)) { puts("?"); }
    puts("--");
    __try {
        __try { passing(); } __except (filter("near", GetExceptionCode(), 1)) { puts("?"); }
    } __except (filter("far", GetExceptionCode(), 3)) { puts("far takes it"); }
    puts("--");
    __try {
        __try { deep(3); } __except (filter("near", GetExceptionCode(), 1)) { puts("?"); }
    } __except (filter("far", GetExceptionCode(), 4)) { puts("far takes it"); }
    puts("--");
    __try {
        __try { raise(1); }
        __finally { __try { raise(5); } __except (filter("own", GetExceptionCode(), 5)) { puts("taken inside"); } }
    } __except (filter("main", GetExceptionCode(), 1)) { printf("the first goes on: %lx\n", GetExceptionCode()); }
    return 0;
}
