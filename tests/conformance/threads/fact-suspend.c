/* Suspending: counts, the limit, a suspended thread does not run, one that ended. */
#include <windows.h>
#include <stdio.h>

#define SHOW(expression) \
    do { \
        DWORD value_; \
        SetLastError(0); \
        value_ = (DWORD)(expression); \
        printf("%s: %lX, %lu\n", #expression, value_, GetLastError()); \
    } while (0)

static volatile LONG counter;
static HANDLE stop;

static DWORD WINAPI counting(LPVOID parameter)
{
    (void)parameter;
    while (WaitForSingleObject(stop, 0) == WAIT_TIMEOUT)
        counter++;
    return 99;
}

int main(void)
{
    HANDLE thread;
    DWORD i, id, code = 0;
    LONG seen;

    stop = CreateEventA(NULL, TRUE, FALSE, NULL);
    thread = CreateThread(NULL, 0, counting, NULL, CREATE_SUSPENDED, &id);
    Sleep(30);
    printf("has not begun: %ld\n", counter);
    SHOW(GetExitCodeThread(thread, &code));
    printf("code %lu\n", code);
    SHOW(SuspendThread(thread));
    SHOW(ResumeThread(thread));
    SHOW(ResumeThread(thread));
    SHOW(ResumeThread(thread));
    while (counter == 0)
        Sleep(1);
    SHOW(SuspendThread(thread));
    seen = counter;
    Sleep(50);
    printf("stands still: %d\n", seen == counter);
    for (i = 1; SuspendThread(thread) != (DWORD)-1; i++)
        ;
    printf("suspended %lu times, then error %lu\n", i, GetLastError());
    for (i = 0; ResumeThread(thread) > 1; i++)
        ;
    printf("resumed %lu times and once more\n", i);
    SetEvent(stop);
    SHOW(WaitForSingleObject(thread, INFINITE));
    GetExitCodeThread(thread, &code);
    printf("code %lu\n", code);
    SHOW(ResumeThread(thread));
    printf("suspended after its end: %d", SuspendThread(thread) == (DWORD)-1);
    printf(" %d\n", GetLastError() != 0);
    SHOW(SuspendThread(NULL));
    SHOW(ResumeThread(stop));
    return 0;
}
