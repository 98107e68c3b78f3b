/* time.h - dates and times. Local time is UTC plus the bias of the time zone that Windows is set to. */
#ifndef _INC_TIME
#define _INC_TIME
#include <crtdefs.h>
typedef long clock_t;
#define CLOCKS_PER_SEC 1000
#define CLK_TCK CLOCKS_PER_SEC
#ifndef _TM_DEFINED
struct tm {
    int tm_sec;
    int tm_min;
    int tm_hour;
    int tm_mday;
    int tm_mon;
    int tm_year;
    int tm_wday;
    int tm_yday;
    int tm_isdst;
};
#define _TM_DEFINED
#endif
_CRT_BEGIN
_CRTIMP clock_t __cdecl clock(void);
_CRTIMP __time32_t __cdecl _time32(__time32_t *result);
_CRTIMP __time64_t __cdecl _time64(__time64_t *result);
_CRTIMP double __cdecl _difftime32(__time32_t later, __time32_t earlier);
_CRTIMP double __cdecl _difftime64(__time64_t later, __time64_t earlier);
_CRTIMP struct tm *__cdecl _gmtime64(const __time64_t *time);
_CRTIMP struct tm *__cdecl _gmtime32(const __time32_t *time);
_CRTIMP errno_t __cdecl _gmtime64_s(struct tm *result, const __time64_t *time);
_CRTIMP struct tm *__cdecl _localtime64(const __time64_t *time);
_CRTIMP struct tm *__cdecl _localtime32(const __time32_t *time);
_CRTIMP errno_t __cdecl _localtime64_s(struct tm *result, const __time64_t *time);
_CRTIMP __time64_t __cdecl _mktime64(struct tm *parts);
_CRTIMP __time32_t __cdecl _mktime32(struct tm *parts);
_CRTIMP __time64_t __cdecl _mkgmtime64(struct tm *parts);
_CRTIMP char *__cdecl asctime(const struct tm *parts);
_CRTIMP errno_t __cdecl asctime_s(char *buffer, size_t size, const struct tm *parts);
_CRTIMP char *__cdecl _ctime64(const __time64_t *time);
_CRTIMP char *__cdecl _ctime32(const __time32_t *time);
_CRTIMP errno_t __cdecl _ctime64_s(char *buffer, size_t size, const __time64_t *time);
_CRTIMP size_t __cdecl strftime(char *buffer, size_t size, const char *format, const struct tm *parts);
_CRTIMP size_t __cdecl wcsftime(wchar_t *buffer, size_t size, const wchar_t *format, const struct tm *parts);
_CRTIMP char *__cdecl _strdate(char *buffer);
_CRTIMP char *__cdecl _strtime(char *buffer);
_CRTIMP errno_t __cdecl _strdate_s(char *buffer, size_t size);
_CRTIMP errno_t __cdecl _strtime_s(char *buffer, size_t size);
_CRTIMP void __cdecl _tzset(void);
#ifdef _USE_32BIT_TIME_T
#define time(result) _time32(result)
#define difftime _difftime32
#define gmtime _gmtime32
#define localtime _localtime32
#define mktime _mktime32
#define ctime _ctime32
#else
#define time(result) _time64(result)
#define difftime _difftime64
#define gmtime _gmtime64
#define gmtime_s _gmtime64_s
#define localtime _localtime64
#define localtime_s _localtime64_s
#define mktime _mktime64
#define ctime _ctime64
#define ctime_s _ctime64_s
#define _mkgmtime _mkgmtime64
#endif
void __cdecl tzset(void);
_CRT_END
#endif
