/* What came with Windows 6: cycles, processor groups (there is one), timers with a tolerance. */
#include <ntldr.h>
#include <ntservices.h>
#include <winbase.h>

#define ThreadCycleTime 23

/* Of a cycle there are ten millions in a second here: one for each instruction. */
__declspec(dllexport) BOOL WINAPI QueryThreadCycleTime(HANDLE ThreadHandle, PULONG64 CycleTime)
{
    ULONG64 Times[2];
    NTSTATUS Status = NtQueryInformationThread(ThreadHandle, ThreadCycleTime, Times, sizeof(Times), NULL);

    if (!NT_SUCCESS(Status)) {
        SetLastError(RtlNtStatusToDosError(Status));
        return FALSE;
    }
    *CycleTime = Times[0];
    return TRUE;
}

__declspec(dllexport) VOID WINAPI GetCurrentProcessorNumberEx(PPROCESSOR_NUMBER ProcNumber)
{
    ProcNumber->Group = 0;
    ProcNumber->Number = (BYTE)GetCurrentProcessorNumber();
    ProcNumber->Reserved = 0;
}

/* The processors of this machine write in order: nothing is ever held back. */
__declspec(dllexport) VOID WINAPI FlushProcessWriteBuffers(VOID)
{
}

/* A tolerance lets Windows put timers together; this one is never late on purpose. */
__declspec(dllexport) BOOL WINAPI SetWaitableTimerEx(HANDLE hTimer, const LARGE_INTEGER *lpDueTime, LONG lPeriod,
    PTIMERAPCROUTINE pfnCompletionRoutine, LPVOID lpArgToCompletionRoutine, PREASON_CONTEXT WakeContext, ULONG TolerableDelay)
{
    return SetWaitableTimer(hTimer, lpDueTime, lPeriod, pfnCompletionRoutine, lpArgToCompletionRoutine, FALSE);
}
