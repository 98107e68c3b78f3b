/*
 * Floating-point exceptions come only when unmasked, at the next floating-point instruction.
 * Facts: Microsoft's "_control87, _controlfp" and "EXCEPTION_FLT_…". Output: by those rules.
 */
#include <windows.h>
#include <float.h>
#include <stdio.h>

static volatile double zero, one = 1.0, big = 1e300, result;

static int name(DWORD code)
{
    _clearfp();
    printf("%08lx\n", code);
    return EXCEPTION_EXECUTE_HANDLER;
}

int main(void)
{
    result = one / zero;
    printf("masked: status %x\n", _clearfp() & _SW_ZERODIVIDE);
    _controlfp(_MCW_EM & ~(_EM_ZERODIVIDE | _EM_OVERFLOW | _EM_INVALID), _MCW_EM);
    __try { result = one / zero; result += one; puts("?"); } __except (name(GetExceptionCode())) { }
    __try { result = big * big; result += one; puts("?"); } __except (name(GetExceptionCode())) { }
    __try { result = zero / zero; result += one; puts("?"); } __except (name(GetExceptionCode())) { }
    _controlfp(_MCW_EM, _MCW_EM);
    result = one / zero;
    puts("masked again");
    return 0;
}
