/*
 * Each way out of a guarded section, and whether it counts as abnormal: falling off its end and __leave do not; return,
 * goto, break, continue, longjmp and an exception do.
 * Facts: Microsoft's C++ language reference, "try-finally statement", "__leave", "AbnormalTermination". Output: by those rules.
 */
#include <windows.h>
#include <stdio.h>
#include <setjmp.h>

static jmp_buf place;
static const char *const names[] = { "end", "__leave", "return", "goto", "break", "continue", "exception", "longjmp" };

static int way(int k)
{
    int i;

    for (i = 0; i < 2; i++) {
        __try {
            switch (k) {
            case 1: __leave;
            case 2: return 100 + i;
            case 3: goto out;
            case 6: RaiseException(0xE0000006, 0, 0, NULL);
            case 7: longjmp(place, 77);
            }
            if (k == 4) break;
            if (k == 5) continue;
        } __finally {
            printf("%s: %s\n", names[k], AbnormalTermination() ? "abnormal" : "normal");
        }
    }
    return i;
out:
    return 200 + i;
}

int main(void)
{
    int k, r;

    for (k = 0; k < 8; k++) {
        __try {
            r = setjmp(place);
            if (r == 0) r = way(k);
            printf("    %d\n", r);
        } __except (EXCEPTION_EXECUTE_HANDLER) { printf("    handler %08lx\n", GetExceptionCode()); }
    }
    return 0;
}
