/*
 * LOW owns a lock that HIGH wants. MEDIUM wants no lock at all, and makes HIGH wait all the same.
 * Watch how long HIGH waits. Then set CURE to 1: LOW takes HIGH's priority along while it holds the lock.
 */
#include <windows.h>
#include <stdio.h>

#define CURE 0

HANDLE lock, has_lock;
DWORD since;

static void compute(DWORD ticks)                        /* until so many clock ticks have found this thread running */
{
    FILETIME created, ended, kernel, user;
    DWORD first = (DWORD)-1, used;
    volatile int spin;
    do {
        for (spin = 0; spin < 500; spin++)
            ;
        GetThreadTimes(GetCurrentThread(), &created, &ended, &kernel, &user);
        used = (kernel.dwLowDateTime + user.dwLowDateTime) / 156250;
        if (first == (DWORD)-1)
            first = used;
    } while (used - first < ticks);
}

static DWORD WINAPI low(LPVOID unused)
{
    WaitForSingleObject(lock, INFINITE);
    if (CURE)
        SetThreadPriority(GetCurrentThread(), THREAD_PRIORITY_HIGHEST);
    SetEvent(has_lock);                                 /* tells main that the others may start */
    compute(4);
    ReleaseMutex(lock);
    SetThreadPriority(GetCurrentThread(), THREAD_PRIORITY_LOWEST);
    return 0;
}

static DWORD WINAPI medium(LPVOID unused)
{
    compute(60);                                        /* 60 ticks, and no lock */
    printf("MEDIUM is done\n");
    return 0;
}

static DWORD WINAPI high(LPVOID unused)
{
    WaitForSingleObject(lock, INFINITE);
    printf("HIGH has the lock, %lu ms after it was started\n", GetTickCount() - since);
    ReleaseMutex(lock);
    return 0;
}

static HANDLE start(LPTHREAD_START_ROUTINE routine, int level)
{
    HANDLE thread = CreateThread(NULL, 0, routine, NULL, CREATE_SUSPENDED, NULL);
    SetThreadPriority(thread, level);
    ResumeThread(thread);
    return thread;
}

int main(void)
{
    HANDLE threads[3];

    lock = CreateMutex(NULL, FALSE, NULL);
    has_lock = CreateEvent(NULL, FALSE, FALSE, NULL);
    SetThreadPriority(GetCurrentThread(), THREAD_PRIORITY_TIME_CRITICAL);
    threads[0] = start(low, THREAD_PRIORITY_LOWEST);
    WaitForSingleObject(has_lock, INFINITE);
    since = GetTickCount();
    threads[1] = start(high, THREAD_PRIORITY_HIGHEST);
    threads[2] = start(medium, THREAD_PRIORITY_NORMAL);
    WaitForMultipleObjects(3, threads, TRUE, INFINITE);
    return 0;
}
