/* Time. The clock is the machine's: simulated time since its start, at 100 ns. Local time is UTC plus the bias of the shared page. */
#include "k32p.h"

/* A time of two halves that the kernel may change between two reads: again until the high halves agree. */
static ULONGLONG BaseReadTime(KSYSTEM_TIME *Time)
{
    ULARGE_INTEGER Value;

    do {
        Value.HighPart = Time->High1Time;
        Value.LowPart = Time->LowPart;
    } while (Value.HighPart != Time->High2Time);
    return Value.QuadPart;
}

VOID WINAPI GetSystemTimeAsFileTime(LPFILETIME lpSystemTimeAsFileTime)
{
    LARGE_INTEGER Time;

    NtQuerySystemTime(&Time);
    lpSystemTimeAsFileTime->dwLowDateTime = Time.LowPart;
    lpSystemTimeAsFileTime->dwHighDateTime = Time.HighPart;
}

static VOID BaseToSystemTime(PLARGE_INTEGER Time, LPSYSTEMTIME SystemTime)
{
    TIME_FIELDS Fields;

    RtlTimeToTimeFields(Time, &Fields);
    SystemTime->wYear = Fields.Year;
    SystemTime->wMonth = Fields.Month;
    SystemTime->wDayOfWeek = Fields.Weekday;
    SystemTime->wDay = Fields.Day;
    SystemTime->wHour = Fields.Hour;
    SystemTime->wMinute = Fields.Minute;
    SystemTime->wSecond = Fields.Second;
    SystemTime->wMilliseconds = Fields.Milliseconds;
}

VOID WINAPI GetSystemTime(LPSYSTEMTIME lpSystemTime)
{
    LARGE_INTEGER Time;

    NtQuerySystemTime(&Time);
    BaseToSystemTime(&Time, lpSystemTime);
}

VOID WINAPI GetLocalTime(LPSYSTEMTIME lpSystemTime)
{
    LARGE_INTEGER Time;

    NtQuerySystemTime(&Time);
    Time.QuadPart -= (LONGLONG)BaseReadTime(&USER_SHARED_DATA->TimeZoneBias);
    BaseToSystemTime(&Time, lpSystemTime);
}

BOOL WINAPI FileTimeToSystemTime(const FILETIME *lpFileTime, LPSYSTEMTIME lpSystemTime)
{
    LARGE_INTEGER Time;

    Time.LowPart = lpFileTime->dwLowDateTime;
    Time.HighPart = lpFileTime->dwHighDateTime;
    if (Time.QuadPart < 0) {
        SetLastError(ERROR_INVALID_PARAMETER);
        return FALSE;
    }
    BaseToSystemTime(&Time, lpSystemTime);
    return TRUE;
}

BOOL WINAPI SystemTimeToFileTime(const SYSTEMTIME *lpSystemTime, LPFILETIME lpFileTime)
{
    TIME_FIELDS Fields;
    LARGE_INTEGER Time;

    Fields.Year = lpSystemTime->wYear;
    Fields.Month = lpSystemTime->wMonth;
    Fields.Day = lpSystemTime->wDay;
    Fields.Hour = lpSystemTime->wHour;
    Fields.Minute = lpSystemTime->wMinute;
    Fields.Second = lpSystemTime->wSecond;
    Fields.Milliseconds = lpSystemTime->wMilliseconds;
    if (!RtlTimeFieldsToTime(&Fields, &Time)) {
        SetLastError(ERROR_INVALID_PARAMETER);
        return FALSE;
    }
    lpFileTime->dwLowDateTime = Time.LowPart;
    lpFileTime->dwHighDateTime = Time.HighPart;
    return TRUE;
}

BOOL WINAPI FileTimeToLocalFileTime(const FILETIME *lpFileTime, LPFILETIME lpLocalFileTime)
{
    LARGE_INTEGER Time;

    Time.LowPart = lpFileTime->dwLowDateTime;
    Time.HighPart = lpFileTime->dwHighDateTime;
    Time.QuadPart -= (LONGLONG)BaseReadTime(&USER_SHARED_DATA->TimeZoneBias);
    lpLocalFileTime->dwLowDateTime = Time.LowPart;
    lpLocalFileTime->dwHighDateTime = Time.HighPart;
    return TRUE;
}

LONG WINAPI CompareFileTime(const FILETIME *lpFileTime1, const FILETIME *lpFileTime2)
{
    if (lpFileTime1->dwHighDateTime != lpFileTime2->dwHighDateTime)
        return lpFileTime1->dwHighDateTime < lpFileTime2->dwHighDateTime ? -1 : 1;
    if (lpFileTime1->dwLowDateTime != lpFileTime2->dwLowDateTime)
        return lpFileTime1->dwLowDateTime < lpFileTime2->dwLowDateTime ? -1 : 1;
    return 0;
}

/* Milliseconds since the start, from the shared page: no system call. */
ULONGLONG WINAPI GetTickCount64(VOID)
{
    return BaseReadTime(&USER_SHARED_DATA->InterruptTime) / 10000;
}

DWORD WINAPI GetTickCount(VOID)
{
    return (DWORD)GetTickCount64();
}

BOOL WINAPI QueryPerformanceCounter(LARGE_INTEGER *lpPerformanceCount)
{
    NTSTATUS Status = NtQueryPerformanceCounter(lpPerformanceCount, NULL);

    return NT_SUCCESS(Status) ? TRUE : BaseSetLastNTError(Status);
}

BOOL WINAPI QueryPerformanceFrequency(LARGE_INTEGER *lpFrequency)
{
    LARGE_INTEGER Count;
    NTSTATUS Status = NtQueryPerformanceCounter(&Count, lpFrequency);

    return NT_SUCCESS(Status) ? TRUE : BaseSetLastNTError(Status);
}

/* Sleep(INFINITE) waits for the longest time that there is. */
DWORD WINAPI SleepEx(DWORD dwMilliseconds, BOOL bAlertable)
{
    LARGE_INTEGER Time;
    NTSTATUS Status;

    if (BaseFormatTimeOut(&Time, dwMilliseconds) == NULL) {
        Time.LowPart = 0;
        Time.HighPart = 0x80000000;
    }
    Status = NtDelayExecution((BOOLEAN)bAlertable, &Time);
    return Status == STATUS_USER_APC ? WAIT_IO_COMPLETION : 0;
}

VOID WINAPI Sleep(DWORD dwMilliseconds)
{
    SleepEx(dwMilliseconds, FALSE);
}
