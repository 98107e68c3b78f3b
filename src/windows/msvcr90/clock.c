/* clock.c - milliseconds since the process started. */
#include "internal.h"
#include "sect_attribs.h"
#include <time.h>

#pragma section(".CRT$XIC", long, read)

static unsigned __int64 start_tics;

static unsigned __int64 _Tics(void)
{
    FILETIME now;

    GetSystemTimeAsFileTime(&now);
    return ((unsigned __int64)now.dwHighDateTime << 32 | now.dwLowDateTime) / 10000;
}

static int __cdecl __inittime(void)
{
    start_tics = _Tics();
    return 0;
}

_CRTALLOC(".CRT$XIC") static _PIFV pinit = __inittime;

_CRTIMP clock_t __cdecl clock(void)
{
    return (clock_t)(_Tics() - start_tics);
}
