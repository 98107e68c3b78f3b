/* sys/timeb.h - the time with milliseconds. */
#ifndef _INC_TIMEB
#define _INC_TIMEB
#include <crtdefs.h>
struct __timeb64 {
    __time64_t time;
    unsigned short millitm;
    short timezone;
    short dstflag;
};
#define _timeb __timeb64
#define timeb __timeb64
#define _ftime _ftime64
#define ftime _ftime64
#define _ftime_s _ftime64_s
_CRT_BEGIN
_CRTIMP void __cdecl _ftime64(struct __timeb64 *result);
_CRTIMP errno_t __cdecl _ftime64_s(struct __timeb64 *result);
_CRT_END
#endif
