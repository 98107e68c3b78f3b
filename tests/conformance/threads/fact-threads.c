/* Threads: ids, exit codes, ending others, opening by id, times, bad arguments. */
#include <windows.h>
#include <process.h>
#include <stdio.h>

#define SHOW(expression) \
    do { \
        DWORD value_; \
        SetLastError(0); \
        value_ = (DWORD)(expression); \
        printf("%s: %lX, %lu\n", #expression, value_, GetLastError()); \
    } while (0)

static HANDLE never;

static DWORD WINAPI quick(LPVOID parameter)
{
    return (DWORD)(ULONG_PTR)parameter;
}

static DWORD WINAPI leaves(LPVOID parameter)
{
    ExitThread((DWORD)(ULONG_PTR)parameter + 1);
    return 0;
}

static DWORD WINAPI waits(LPVOID parameter)
{
    (void)parameter;
    WaitForSingleObject(never, INFINITE);
    return 5;
}

static unsigned __stdcall crt(void *parameter)
{
    _endthreadex(*(unsigned *)parameter);
    return 0;
}

static DWORD end(HANDLE thread)
{
    DWORD code = 12345;

    WaitForSingleObject(thread, INFINITE);
    GetExitCodeThread(thread, &code);
    return code;
}

int main(void)
{
    FILETIME created, ended, kernel, user;
    HANDLE thread, opened;
    DWORD id = 0, code;
    unsigned value = 0x77;

    never = CreateEventA(NULL, TRUE, FALSE, NULL);
    SHOW(end(CreateThread(NULL, 0, quick, (LPVOID)0x1234, 0, NULL)));
    SHOW(end(CreateThread(NULL, 0, leaves, (LPVOID)0x1234, 0, NULL)));
    SHOW(end(CreateThread(NULL, 0x10000, quick, (LPVOID)259, STACK_SIZE_PARAM_IS_A_RESERVATION, &id)));
    SHOW(end((HANDLE)_beginthreadex(NULL, 0, crt, &value, 0, NULL)));
    thread = CreateThread(NULL, 0, waits, NULL, 0, &id);
    SHOW(WaitForSingleObject(thread, 20));
    SHOW(GetExitCodeThread(thread, &code));
    printf("code %lu, id %d\n", code, GetThreadId(thread) == id && id != GetCurrentThreadId() && id % 4 == 0);
    SHOW(GetProcessIdOfThread(thread) == GetCurrentProcessId());
    opened = OpenThread(THREAD_QUERY_INFORMATION, FALSE, id);
    SHOW(opened != NULL);
    SHOW(WaitForSingleObject(opened, 0));
    SHOW(TerminateThread(opened, 1));
    SHOW(TerminateThread(thread, 0xabc));
    SHOW(end(thread));
    SHOW(TerminateThread(thread, 0xdef));
    SHOW(GetThreadTimes(thread, &created, &ended, &kernel, &user));
    printf("created before it ended: %d\n", CompareFileTime(&created, &ended) < 0);
    SHOW(OpenThread(THREAD_ALL_ACCESS, FALSE, 0) != NULL);
    SHOW(OpenThread(THREAD_ALL_ACCESS, FALSE, 0x7ffffff0) != NULL);
    SHOW(GetExitCodeThread(NULL, &code));
    SHOW(GetThreadId(never));
    SHOW(TerminateThread(never, 0));
    SHOW(GetThreadTimes(GetCurrentThread(), &created, &ended, &kernel, &user));
    CloseHandle(thread);
    SHOW(GetExitCodeThread(thread, &code));
    SHOW(SwitchToThread() <= 1);
    return 0;
}
