/* strftime.c - times as text, in the words of the locale "C". */
#include "internal.h"
#include <time.h>

static const char *const _dayNames[7] = { "Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday" };
static const char *const _monthNames[12] = { "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December" };

struct strftime_state {
    char *place;
    size_t left;
    int failed;
    int noZeros; /* # was given: no zeros in front */
};

static void _PutText(struct strftime_state *state, const char *text, int length)
{
    while (length-- > 0 && *text) {
        if (state->left <= 1) {
            state->failed = ERANGE;
            return;
        }
        *state->place++ = *text++;
        state->left--;
    }
}

static void _PutNumber(struct strftime_state *state, int value, int digits)
{
    char text[16];

    sprintf(text, "%0*d", state->noZeros ? 1 : digits, value);
    _PutText(state, text, 16);
}

/* A field that is not in its range is an invalid parameter. */
static int _In(struct strftime_state *state, int value, int low, int high)
{
    if (value >= low && value <= high)
        return TRUE;
    state->failed = EINVAL;
    return FALSE;
}

static void _Expand(struct strftime_state *state, char specifier, const struct tm *t);

static void _ExpandAll(struct strftime_state *state, const char *format, const struct tm *t)
{
    while (*format && !state->failed) {
        if (*format != '%') {
            _PutText(state, format++, 1);
            continue;
        }
        format++;
        state->noZeros = 0;
        if (*format == '#') {
            state->noZeros = 1;
            format++;
        }
        if (*format == '\0') {
            state->failed = EINVAL;
            return;
        }
        _Expand(state, *format++, t);
    }
}

static void _Expand(struct strftime_state *state, char specifier, const struct tm *t)
{
    int hour12 = t->tm_hour % 12 == 0 ? 12 : t->tm_hour % 12;
    int year = t->tm_year + 1900;

    switch (specifier) {
    case 'a':
    case 'A':
        if (_In(state, t->tm_wday, 0, 6))
            _PutText(state, _dayNames[t->tm_wday], specifier == 'a' ? 3 : 20);
        break;
    case 'b':
    case 'B':
        if (_In(state, t->tm_mon, 0, 11))
            _PutText(state, _monthNames[t->tm_mon], specifier == 'b' ? 3 : 20);
        break;
    case 'c':
        _ExpandAll(state, state->noZeros ? "%A, %B %d, %Y %H:%M:%S" : "%m/%d/%y %H:%M:%S", t);
        break;
    case 'x':
        _ExpandAll(state, state->noZeros ? "%A, %B %d, %Y" : "%m/%d/%y", t);
        break;
    case 'X':
        _ExpandAll(state, "%H:%M:%S", t);
        break;
    case 'd':
        if (_In(state, t->tm_mday, 1, 31))
            _PutNumber(state, t->tm_mday, 2);
        break;
    case 'H':
        if (_In(state, t->tm_hour, 0, 23))
            _PutNumber(state, t->tm_hour, 2);
        break;
    case 'I':
        if (_In(state, t->tm_hour, 0, 23))
            _PutNumber(state, hour12, 2);
        break;
    case 'j':
        if (_In(state, t->tm_yday, 0, 365))
            _PutNumber(state, t->tm_yday + 1, 3);
        break;
    case 'm':
        if (_In(state, t->tm_mon, 0, 11))
            _PutNumber(state, t->tm_mon + 1, 2);
        break;
    case 'M':
        if (_In(state, t->tm_min, 0, 59))
            _PutNumber(state, t->tm_min, 2);
        break;
    case 'p':
        if (_In(state, t->tm_hour, 0, 23))
            _PutText(state, t->tm_hour < 12 ? "AM" : "PM", 2);
        break;
    case 'S':
        if (_In(state, t->tm_sec, 0, 59))
            _PutNumber(state, t->tm_sec, 2);
        break;
    case 'U':
        if (_In(state, t->tm_wday, 0, 6))
            _PutNumber(state, (t->tm_yday + 7 - t->tm_wday) / 7, 2);
        break;
    case 'W':
        if (_In(state, t->tm_wday, 0, 6))
            _PutNumber(state, (t->tm_yday + 7 - (t->tm_wday + 6) % 7) / 7, 2);
        break;
    case 'w':
        if (_In(state, t->tm_wday, 0, 6))
            _PutNumber(state, t->tm_wday, 1);
        break;
    case 'y':
        _PutNumber(state, year % 100, 2);
        break;
    case 'Y':
        _PutNumber(state, year, 4);
        break;
    case 'z':
    case 'Z':
        _PutText(state, specifier == 'z' ? "+0000" : "UTC", 5);
        break;
    case '%':
        _PutText(state, "%", 1);
        break;
    default:
        state->failed = EINVAL;
        break;
    }
}

_CRTIMP size_t __cdecl strftime(char *string, size_t maxsize, const char *format, const struct tm *timeptr)
{
    struct strftime_state state;

    _VALIDATE_RETURN(string != NULL && maxsize > 0, EINVAL, 0);
    *string = '\0';
    _VALIDATE_RETURN(format != NULL, EINVAL, 0);
    _VALIDATE_RETURN(timeptr != NULL, EINVAL, 0);
    state.place = string;
    state.left = maxsize;
    state.failed = 0;
    _ExpandAll(&state, format, timeptr);
    if (state.failed) {
        *string = '\0';
        errno = state.failed;
        _VALIDATE_RETURN(state.failed != EINVAL, EINVAL, 0);
        return 0;
    }
    *state.place = '\0';
    return maxsize - state.left;
}

_CRTIMP size_t __cdecl wcsftime(wchar_t *string, size_t maxsize, const wchar_t *format, const struct tm *timeptr)
{
    char narrow[512], narrowFormat[256];
    size_t i, length;

    _VALIDATE_RETURN(string != NULL && maxsize > 0, EINVAL, 0);
    for (i = 0; i < 255 && format[i]; i++)
        narrowFormat[i] = (char)format[i];
    narrowFormat[i] = '\0';
    length = strftime(narrow, maxsize < 512 ? maxsize : 512, narrowFormat, timeptr);
    for (i = 0; i < length; i++)
        string[i] = (unsigned char)narrow[i];
    string[length] = 0;
    return length;
}

/* "Wed Jan 02 02:03:55 1980\n" */
_CRTIMP errno_t __cdecl asctime_s(char *buffer, size_t size, const struct tm *tb)
{
    _VALIDATE_RETURN_ERRCODE(buffer != NULL && size >= 26, EINVAL);
    *buffer = '\0';
    _VALIDATE_RETURN_ERRCODE(tb != NULL && tb->tm_mon >= 0 && tb->tm_mon < 12 && tb->tm_wday >= 0 && tb->tm_wday < 7, EINVAL);
    sprintf(buffer, "%.3s %.3s %02d %02d:%02d:%02d %04d\n", _dayNames[tb->tm_wday], _monthNames[tb->tm_mon], tb->tm_mday, tb->tm_hour,
        tb->tm_min, tb->tm_sec, tb->tm_year + 1900);
    return 0;
}

_CRTIMP char *__cdecl asctime(const struct tm *tb)
{
    _ptiddata ptd = _getptd();

    if (ptd->_asctimebuf == NULL && (ptd->_asctimebuf = (char *)_malloc_crt(26)) == NULL)
        return NULL;
    return asctime_s(ptd->_asctimebuf, 26, tb) == 0 ? ptd->_asctimebuf : NULL;
}

_CRTIMP errno_t __cdecl _ctime64_s(char *buffer, size_t size, const __time64_t *timp)
{
    struct tm parts;
    errno_t e = _localtime64_s(&parts, timp);

    return e != 0 ? e : asctime_s(buffer, size, &parts);
}

_CRTIMP char *__cdecl _ctime64(const __time64_t *timp)
{
    struct tm *parts = _localtime64(timp);

    return parts == NULL ? NULL : asctime(parts);
}

_CRTIMP char *__cdecl _ctime32(const __time32_t *timp)
{
    struct tm *parts = _localtime32(timp);

    return parts == NULL ? NULL : asctime(parts);
}

_CRTIMP errno_t __cdecl _strdate_s(char *buffer, size_t size)
{
    __time64_t now = _time64(NULL);
    struct tm parts;

    _VALIDATE_RETURN_ERRCODE(buffer != NULL && size >= 9, EINVAL);
    _localtime64_s(&parts, &now);
    sprintf(buffer, "%02d/%02d/%02d", parts.tm_mon + 1, parts.tm_mday, parts.tm_year % 100);
    return 0;
}

_CRTIMP errno_t __cdecl _strtime_s(char *buffer, size_t size)
{
    __time64_t now = _time64(NULL);
    struct tm parts;

    _VALIDATE_RETURN_ERRCODE(buffer != NULL && size >= 9, EINVAL);
    _localtime64_s(&parts, &now);
    sprintf(buffer, "%02d:%02d:%02d", parts.tm_hour, parts.tm_min, parts.tm_sec);
    return 0;
}

_CRTIMP char *__cdecl _strdate(char *buffer)
{
    _strdate_s(buffer, 9);
    return buffer;
}

_CRTIMP char *__cdecl _strtime(char *buffer)
{
    _strtime_s(buffer, 9);
    return buffer;
}
