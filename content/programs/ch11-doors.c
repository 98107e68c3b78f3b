/*
 * Three locks that nobody else wants: which of them enter the kernel?
 * A breakpoint stands at the door, the code before `sysenter`.
 */
#include <windows.h>
#include <stdio.h>

SRWLOCK slim = SRWLOCK_INIT;
CRITICAL_SECTION section;

int main(void)
{
    HANDLE mutex = CreateMutex(NULL, FALSE, NULL);

    InitializeCriticalSection(&section);

    AcquireSRWLockExclusive(&slim);
    ReleaseSRWLockExclusive(&slim);

    EnterCriticalSection(&section);
    LeaveCriticalSection(&section);

    WaitForSingleObject(mutex, INFINITE);
    ReleaseMutex(mutex);
    return 0;
}
