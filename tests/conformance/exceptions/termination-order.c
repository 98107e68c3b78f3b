/*
 * A calls B calls C calls D; D raises, A handles: the termination handlers run in the order D, C, B.
 * Facts: Microsoft's C++ language reference, "try-finally statement", figure. Output: by that rule.
 */
#include <windows.h>
#include <stdio.h>

static void d(void) { __try { RaiseException(0xE0000042, 0, 0, NULL); } __finally { puts("D"); } }
static void c(void) { __try { d(); puts("never"); } __finally { puts("C"); } }
static void b(void) { __try { c(); puts("never"); } __finally { puts("B"); } }
static void a(void)
{
    __try { b(); puts("never"); }
    __except (GetExceptionCode() == 0xE0000042) { puts("A handles"); }
}

int main(void)
{
    a();
    __try { a(); puts("nothing comes out of A"); } __finally { puts("main, the normal way"); }
    return 0;
}
