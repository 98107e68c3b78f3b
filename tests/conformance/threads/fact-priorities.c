/* Priorities, boosts, affinity, ideal processor. */
#include <windows.h>
#include <stdio.h>

#define SHOW(expression) \
    do { \
        DWORD value_; \
        SetLastError(0); \
        value_ = (DWORD)(expression); \
        printf("%s: %ld, %lu\n", #expression, (long)value_, GetLastError()); \
    } while (0)

int main(void)
{
    static const int levels[] = {-15, -2, -1, 0, 1, 2, 15};
    HANDLE me = GetCurrentThread(), limited;
    DWORD_PTR process, system, before;
    BOOL disabled = 7;
    int i;

    for (i = 0; i < 7; i++) {
        BOOL done = SetThreadPriority(me, levels[i]);

        printf("level %d: %d, then %d\n", levels[i], done, GetThreadPriority(me));
    }
    SHOW(SetThreadPriority(me, 0));
    SHOW(SetThreadPriority(me, 3));
    SHOW(SetThreadPriority(me, -3));
    SHOW(SetThreadPriority(me, 16));
    SHOW(GetThreadPriority(me));
    SHOW(GetThreadPriority(NULL) == THREAD_PRIORITY_ERROR_RETURN);
    SHOW(GetThreadPriorityBoost(me, &disabled));
    printf("disabled %d\n", disabled);
    SHOW(SetThreadPriorityBoost(me, TRUE));
    SHOW(GetPriorityClass(GetCurrentProcess()));
    SHOW(SetPriorityClass(GetCurrentProcess(), IDLE_PRIORITY_CLASS));
    SHOW(GetPriorityClass(GetCurrentProcess()));
    SHOW(SetPriorityClass(GetCurrentProcess(), 12345));
    SHOW(SetPriorityClass(GetCurrentProcess(), NORMAL_PRIORITY_CLASS));
    SHOW(GetProcessAffinityMask(GetCurrentProcess(), &process, &system));
    printf("within the system's: %d\n", process != 0 && (process & ~system) == 0);
    before = SetThreadAffinityMask(me, 1);
    printf("before: %d, now %d\n", before == process, SetThreadAffinityMask(me, process) == 1);
    SHOW(SetThreadAffinityMask(me, 0));
    SHOW(SetThreadIdealProcessor(me, 0) != (DWORD)-1);
    SHOW(SetThreadIdealProcessor(me, 4000) == (DWORD)-1);
    limited = OpenThread(THREAD_QUERY_INFORMATION, FALSE, GetCurrentThreadId());
    SHOW(GetThreadPriority(limited));
    SHOW(SetThreadPriority(limited, 1));
    return 0;
}
