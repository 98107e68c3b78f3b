/* Time: 100-nanosecond units since 1 January 1601, to and from the fields of a calendar. */
#include "ntdllp.h"

#define TICKS_PER_MILLISECOND 10000
#define MILLISECONDS_PER_DAY 86400000
#define DAYS_PER_400_YEARS 146097
#define DAYS_PER_100_YEARS 36524
#define DAYS_PER_4_YEARS 1461
#define FIRST_YEAR 1601

static const USHORT RtlpDaysBefore[2][13] = {
    {0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365},
    {0, 31, 60, 91, 121, 152, 182, 213, 244, 274, 305, 335, 366},
};

static ULONG RtlpIsLeap(ULONG Year)
{
    return (Year % 4 == 0 && Year % 100 != 0) || Year % 400 == 0;
}

/* Days from 1 January 1601 to 1 January of Year. */
static ULONG RtlpDaysToYear(ULONG Year)
{
    ULONG Years = Year - FIRST_YEAR;

    return Years * 365 + Years / 4 - Years / 100 + Years / 400;
}

VOID NTAPI RtlTimeToTimeFields(PLARGE_INTEGER Time, PTIME_FIELDS TimeFields)
{
    ULONGLONG Milliseconds = (ULONGLONG)Time->QuadPart / TICKS_PER_MILLISECOND;
    ULONG Days = (ULONG)(Milliseconds / MILLISECONDS_PER_DAY);
    ULONG InDay = (ULONG)(Milliseconds % MILLISECONDS_PER_DAY);
    ULONG Year = FIRST_YEAR + Days / 366;
    ULONG Month = 1;
    const USHORT *Before;

    /* Dividing by 366 gives a year that may be too small, never too large. */
    while (RtlpDaysToYear(Year + 1) <= Days)
        Year++;
    TimeFields->Weekday = (SHORT)((Days + 1) % 7);
    Days -= RtlpDaysToYear(Year);
    Before = RtlpDaysBefore[RtlpIsLeap(Year)];
    while (Before[Month] <= Days)
        Month++;
    TimeFields->Year = (SHORT)Year;
    TimeFields->Month = (SHORT)Month;
    TimeFields->Day = (SHORT)(Days - Before[Month - 1] + 1);
    TimeFields->Hour = (SHORT)(InDay / 3600000);
    TimeFields->Minute = (SHORT)(InDay / 60000 % 60);
    TimeFields->Second = (SHORT)(InDay / 1000 % 60);
    TimeFields->Milliseconds = (SHORT)(InDay % 1000);
}

/* FALSE when there is no such moment. */
BOOLEAN NTAPI RtlTimeFieldsToTime(PTIME_FIELDS TimeFields, PLARGE_INTEGER Time)
{
    const USHORT *Before;
    ULONGLONG Milliseconds;
    ULONG Days;

    if (TimeFields->Year < FIRST_YEAR || TimeFields->Month < 1 || TimeFields->Month > 12 || TimeFields->Day < 1)
        return FALSE;
    Before = RtlpDaysBefore[RtlpIsLeap(TimeFields->Year)];
    if (TimeFields->Day > Before[TimeFields->Month] - Before[TimeFields->Month - 1])
        return FALSE;
    if ((USHORT)TimeFields->Hour > 23 || (USHORT)TimeFields->Minute > 59 || (USHORT)TimeFields->Second > 59 ||
        (USHORT)TimeFields->Milliseconds > 999)
        return FALSE;
    Days = RtlpDaysToYear(TimeFields->Year) + Before[TimeFields->Month - 1] + TimeFields->Day - 1;
    Milliseconds = (ULONGLONG)Days * MILLISECONDS_PER_DAY + TimeFields->Hour * 3600000 + TimeFields->Minute * 60000 +
                   TimeFields->Second * 1000 + TimeFields->Milliseconds;
    Time->QuadPart = (LONGLONG)(Milliseconds * TICKS_PER_MILLISECOND);
    return TRUE;
}
