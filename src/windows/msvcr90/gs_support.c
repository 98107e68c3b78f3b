/* gs_support.c - the cookie that /GS code puts between locals and return address; made anew for each process. */
#include "internal.h"

#define DEFAULT_SECURITY_COOKIE 0xBB40E64E

uintptr_t __security_cookie = DEFAULT_SECURITY_COOKIE;
uintptr_t __security_cookie_complement = ~(uintptr_t)DEFAULT_SECURITY_COOKIE;

void __cdecl __security_init_cookie(void)
{
    uintptr_t cookie;
    FILETIME systime = { 0, 0 };
    LARGE_INTEGER perfctr;

    if (__security_cookie != DEFAULT_SECURITY_COOKIE && (__security_cookie & 0xFFFF0000) != 0) {
        __security_cookie_complement = ~__security_cookie;
        return;
    }
    GetSystemTimeAsFileTime(&systime);
    cookie = systime.dwLowDateTime ^ systime.dwHighDateTime;
    cookie ^= GetCurrentProcessId();
    cookie ^= GetCurrentThreadId();
    cookie ^= GetTickCount();
    QueryPerformanceCounter(&perfctr);
    cookie ^= perfctr.LowPart;
    cookie ^= (uintptr_t)perfctr.HighPart;
    if (cookie == DEFAULT_SECURITY_COOKIE)
        cookie = DEFAULT_SECURITY_COOKIE + 1;
    else if ((cookie & 0xFFFF0000) == 0)
        cookie |= cookie << 16;
    __security_cookie = cookie;
    __security_cookie_complement = ~cookie;
}
