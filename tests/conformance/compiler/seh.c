// by hand: gcc has none of this
/* __try with __except and __finally, as Microsoft documents them. */
#include <stdio.h>
#include <windows.h>
int order;
int filter(DWORD code, int want) { printf("filter %08lx\n", code); return code == EXCEPTION_ACCESS_VIOLATION ? want : EXCEPTION_CONTINUE_SEARCH; }
int leaves(int n) { __try { if (n) __leave; return 1; } __finally { printf("finally %d %d\n", n, AbnormalTermination()); } return 2; }
void nested(void) {
    __try {
        __try { *(volatile int *)0 = 1; printf("never\n"); }
        __finally { printf("inner finally %d\n", AbnormalTermination()); }
    } __except (filter(GetExceptionCode(), EXCEPTION_EXECUTE_HANDLER)) { printf("handled\n"); }
}
int divide(int a, int b) { int r = -1; __try { r = a / b; } __except (GetExceptionCode() == EXCEPTION_INT_DIVIDE_BY_ZERO) { printf("division\n"); } return r; }
int main(void) {
    printf("%d\n", leaves(1));
    nested();
    printf("%d\n", divide(6, 3)); printf("%d\n", divide(1, 0));
    __try { RaiseException(0xE0000001, 0, 0, NULL); } __except (EXCEPTION_EXECUTE_HANDLER) { printf("raised %08lx\n", GetExceptionCode()); }
    return 0;
}
// expect: finally 1 0
// expect: 2
// expect: filter c0000005
// expect: inner finally 1
// expect: handled
// expect: 2
// expect: division
// expect: -1
// expect: raised e0000001
