/*
 * time.c - the time of day and calendar arithmetic. Seconds count from 1970 in UTC; Windows counts tenths of microseconds
 * from 1601. Local time is what FileTimeToLocalFileTime says; there is no daylight saving time here.
 */
#include "internal.h"
#include <sys/timeb.h>
#include <time.h>

#define EPOCH_BIAS 116444736000000000LL
#define DAY_SEC 86400L
#define _MAX__TIME64_T 0x793406fffLL /* 23:59:59 on December 31, 3000 */

static const int _days[2][13] = {
    { 0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365 },
    { 0, 31, 60, 91, 121, 152, 182, 213, 244, 274, 305, 335, 366 }
};

static unsigned __int64 _Now(void)
{
    FILETIME now;

    GetSystemTimeAsFileTime(&now);
    return (unsigned __int64)now.dwHighDateTime << 32 | now.dwLowDateTime;
}

/* Seconds by which UTC is ahead of local time. */
static long _Bias(void)
{
    FILETIME utc, local;
    __int64 difference;

    GetSystemTimeAsFileTime(&utc);
    if (!FileTimeToLocalFileTime(&utc, &local))
        return 0;
    difference = (__int64)((unsigned __int64)utc.dwHighDateTime << 32 | utc.dwLowDateTime)
        - (__int64)((unsigned __int64)local.dwHighDateTime << 32 | local.dwLowDateTime);
    return (long)(difference / 10000000);
}

_CRTIMP __time64_t __cdecl _time64(__time64_t *timeptr)
{
    __time64_t tim = (__time64_t)((_Now() - EPOCH_BIAS) / 10000000);

    if (timeptr != NULL)
        *timeptr = tim;
    return tim;
}

_CRTIMP __time32_t __cdecl _time32(__time32_t *timeptr)
{
    __time32_t tim = (__time32_t)_time64(NULL);

    if (timeptr != NULL)
        *timeptr = tim;
    return tim;
}

_CRTIMP double __cdecl _difftime64(__time64_t later, __time64_t earlier)
{
    return (double)(later - earlier);
}

_CRTIMP double __cdecl _difftime32(__time32_t later, __time32_t earlier)
{
    return (double)(later - earlier);
}

_CRTIMP errno_t __cdecl _ftime64_s(struct __timeb64 *tp)
{
    unsigned __int64 now = _Now();

    _VALIDATE_RETURN_ERRCODE(tp != NULL, EINVAL);
    tp->time = (__time64_t)((now - EPOCH_BIAS) / 10000000);
    tp->millitm = (unsigned short)(now / 10000 % 1000);
    tp->timezone = (short)(_Bias() / 60);
    tp->dstflag = 0;
    return 0;
}

_CRTIMP void __cdecl _ftime64(struct __timeb64 *tp)
{
    _ftime64_s(tp);
}

_CRTIMP void __cdecl _tzset(void)
{
}

static int _IsLeap(int year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

/* Days from 1970 to the first of January. */
static long _DaysBefore(int year)
{
    int before = year - 1;

    return (long)(year - 1970) * 365 + (before / 4 - 1969 / 4) - (before / 100 - 1969 / 100) + (before / 400 - 1969 / 400);
}

_CRTIMP errno_t __cdecl _gmtime64_s(struct tm *ptm, const __time64_t *timp)
{
    long days, seconds;
    int year;

    _VALIDATE_RETURN_ERRCODE(ptm != NULL, EINVAL);
    memset(ptm, 0xff, sizeof(struct tm));
    _VALIDATE_RETURN_ERRCODE(timp != NULL, EINVAL);
    if (*timp < -12 * 3600 || *timp > _MAX__TIME64_T)
        return errno = EINVAL;
    days = (long)(*timp / DAY_SEC);
    seconds = (long)(*timp % DAY_SEC);
    if (seconds < 0) {
        seconds += DAY_SEC;
        days--;
    }
    year = 1970 + (int)(days / 366);
    while (_DaysBefore(year + 1) <= days)
        year++;
    if (days < 0)
        year = 1969;
    ptm->tm_year = year - 1900;
    ptm->tm_yday = (int)(days - _DaysBefore(year));
    ptm->tm_mon = 0;
    while (_days[_IsLeap(year)][ptm->tm_mon + 1] <= ptm->tm_yday)
        ptm->tm_mon++;
    ptm->tm_mday = ptm->tm_yday - _days[_IsLeap(year)][ptm->tm_mon] + 1;
    ptm->tm_wday = (int)((days + 4 + 7) % 7);
    ptm->tm_hour = (int)(seconds / 3600);
    ptm->tm_min = (int)(seconds / 60 % 60);
    ptm->tm_sec = (int)(seconds % 60);
    ptm->tm_isdst = 0;
    return 0;
}

static struct tm *_ThreadTm(void)
{
    _ptiddata ptd = _getptd_noexit();

    if (ptd == NULL)
        return NULL;
    if (ptd->_gmtimebuf == NULL)
        ptd->_gmtimebuf = _malloc_crt(sizeof(struct tm));
    return (struct tm *)ptd->_gmtimebuf;
}

_CRTIMP struct tm *__cdecl _gmtime64(const __time64_t *timp)
{
    struct tm *ptm = _ThreadTm();

    if (ptm == NULL || _gmtime64_s(ptm, timp) != 0)
        return NULL;
    return ptm;
}

_CRTIMP struct tm *__cdecl _gmtime32(const __time32_t *timp)
{
    __time64_t wide;

    _VALIDATE_RETURN(timp != NULL, EINVAL, NULL);
    wide = *timp;
    return _gmtime64(&wide);
}

_CRTIMP errno_t __cdecl _localtime64_s(struct tm *ptm, const __time64_t *timp)
{
    __time64_t local;

    _VALIDATE_RETURN_ERRCODE(ptm != NULL, EINVAL);
    memset(ptm, 0xff, sizeof(struct tm));
    _VALIDATE_RETURN_ERRCODE(timp != NULL, EINVAL);
    if (*timp < 0 || *timp > _MAX__TIME64_T)
        return errno = EINVAL;
    local = *timp - _Bias();
    return _gmtime64_s(ptm, &local);
}

_CRTIMP struct tm *__cdecl _localtime64(const __time64_t *timp)
{
    struct tm *ptm = _ThreadTm();

    if (ptm == NULL || _localtime64_s(ptm, timp) != 0)
        return NULL;
    return ptm;
}

_CRTIMP struct tm *__cdecl _localtime32(const __time32_t *timp)
{
    __time64_t wide;

    _VALIDATE_RETURN(timp != NULL, EINVAL, NULL);
    wide = *timp;
    return _localtime64(&wide);
}

/* Fields may be out of their ranges; they are brought into them. -1: not a time that can be. */
static __time64_t _MakeTime(struct tm *tb, int local)
{
    __int64 months, result;
    int year;

    _VALIDATE_RETURN(tb != NULL, EINVAL, -1);
    months = (__int64)tb->tm_year * 12 + tb->tm_mon;
    year = (int)(months / 12);
    months %= 12;
    if (months < 0) {
        months += 12;
        year--;
    }
    if (year < 69 || year > 1101) {
        errno = EINVAL;
        return -1;
    }
    year += 1900;
    result = _DaysBefore(year) + _days[_IsLeap(year)][(int)months] + (__int64)tb->tm_mday - 1;
    result = ((result * 24 + tb->tm_hour) * 60 + tb->tm_min) * 60 + tb->tm_sec;
    if (local)
        result += _Bias();
    if (result < 0 || (local ? _localtime64_s(tb, &result) : _gmtime64_s(tb, &result)) != 0) {
        errno = EINVAL;
        return -1;
    }
    return result;
}

_CRTIMP __time64_t __cdecl _mktime64(struct tm *tb)
{
    return _MakeTime(tb, TRUE);
}

_CRTIMP __time32_t __cdecl _mktime32(struct tm *tb)
{
    return (__time32_t)_MakeTime(tb, TRUE);
}

_CRTIMP __time64_t __cdecl _mkgmtime64(struct tm *tb)
{
    return _MakeTime(tb, FALSE);
}
