/* Timers and names: what CreateWaitableTimer and its relations answer. */
#define _WIN32_WINNT 0x0600
#include <windows.h>
#include <stdio.h>

#define SHOW(expression) \
    do { \
        DWORD value_; \
        SetLastError(0xdead); \
        value_ = (DWORD)(expression); \
        printf("%s: %lX, %lX\n", #expression, value_, GetLastError()); \
    } while (0)

int main(void)
{
    HANDLE timer, other;
    LARGE_INTEGER due;

    SHOW(OpenWaitableTimerA(TIMER_ALL_ACCESS, FALSE, "FactTimer") != NULL);
    SHOW((timer = CreateWaitableTimerA(NULL, FALSE, "FactTimer")) != NULL);
    SHOW((other = CreateWaitableTimerA(NULL, TRUE, "FactTimer")) != NULL);
    SHOW(CloseHandle(other));
    SHOW(OpenWaitableTimerA(TIMER_ALL_ACCESS, FALSE, "facttimer") != NULL);
    SHOW(OpenWaitableTimerA(TIMER_ALL_ACCESS, FALSE, NULL) != NULL);
    SHOW(OpenEventA(EVENT_ALL_ACCESS, FALSE, "FactTimer") != NULL);
    SHOW((other = OpenWaitableTimerA(SYNCHRONIZE, FALSE, "FactTimer")) != NULL);
    due.QuadPart = -100000;
    SHOW(SetWaitableTimer(other, &due, 0, NULL, NULL, FALSE));
    SHOW(SetWaitableTimer(timer, &due, 0, NULL, NULL, FALSE));
    SHOW(WaitForSingleObject(other, 1000));
    SHOW(WaitForSingleObject(other, 0));
    SHOW(CancelWaitableTimer(timer));
    SHOW(CancelWaitableTimer(other));
    SHOW(CancelWaitableTimer(NULL));
    due.QuadPart = 0;
    SHOW(SetWaitableTimer(timer, &due, 0, NULL, NULL, FALSE));
    SHOW(WaitForSingleObject(timer, 100));
    due.QuadPart = 1;
    SHOW(SetWaitableTimer(timer, &due, 0, NULL, NULL, FALSE));
    SHOW(WaitForSingleObject(timer, 100));
    SHOW(CreateEventExA(NULL, NULL, CREATE_EVENT_INITIAL_SET | CREATE_EVENT_MANUAL_RESET, SYNCHRONIZE) != NULL);
    SHOW(WaitForSingleObject(CreateEventExW(NULL, NULL, CREATE_EVENT_INITIAL_SET, SYNCHRONIZE), 0));
    SHOW(SetEvent(CreateEventExW(NULL, NULL, 0, SYNCHRONIZE)));
    SHOW(WaitForSingleObject(CreateMutexExA(NULL, NULL, CREATE_MUTEX_INITIAL_OWNER, MUTEX_ALL_ACCESS), 0));
    SHOW(WaitForSingleObject(CreateSemaphoreExW(NULL, 1, 1, NULL, 0, SEMAPHORE_ALL_ACCESS), 0));
    return 0;
}
