/* The thread's last error, and the Win32 error that stands for an NTSTATUS. */
#include "ntdllp.h"

typedef struct _STATUS_TO_ERROR {
    ULONG Status;
    ULONG Error;
} STATUS_TO_ERROR;

/* Ascending by status, made from the kernel's list of status codes. */
static const STATUS_TO_ERROR RtlpStatusTable[] = {
#include <ntdoserrors.h>
};

#define STATUS_TABLE_COUNT (sizeof(RtlpStatusTable) / sizeof(RtlpStatusTable[0]))

/* 317 (ERROR_MR_MID_NOT_FOUND) when there is no Win32 error for the status. */
ULONG NTAPI RtlNtStatusToDosError(NTSTATUS Status)
{
    LONG Low = 0;
    LONG High = STATUS_TABLE_COUNT - 1;

    NtCurrentTeb()->LastStatusValue = Status;
    /* Statuses of severity error that carry a Win32 error, and those that a customer made up, are their own answer. */
    if (((ULONG)Status & 0xFFFF0000) == 0xC0070000)
        return (ULONG)Status & 0xFFFF;
    if ((ULONG)Status & 0x20000000)
        return (ULONG)Status;
    while (Low <= High) {
        LONG Middle = (Low + High) / 2;
        if (RtlpStatusTable[Middle].Status == (ULONG)Status)
            return RtlpStatusTable[Middle].Error;
        if (RtlpStatusTable[Middle].Status < (ULONG)Status)
            Low = Middle + 1;
        else
            High = Middle - 1;
    }
    return ERROR_MR_MID_NOT_FOUND;
}

VOID NTAPI RtlSetLastWin32Error(LONG Win32Error)
{
    NtCurrentTeb()->LastErrorValue = Win32Error;
}

LONG NTAPI RtlGetLastWin32Error(VOID)
{
    return NtCurrentTeb()->LastErrorValue;
}

NTSTATUS NTAPI RtlGetLastNtStatus(VOID)
{
    return NtCurrentTeb()->LastStatusValue;
}

VOID NTAPI RtlSetLastWin32ErrorAndNtStatusFromNtStatus(NTSTATUS Status)
{
    RtlSetLastWin32Error(RtlNtStatusToDosError(Status));
}
