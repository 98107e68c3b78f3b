/* A periodic timer's completion routine runs in the thread that set it, and only while that thread waits alertably. */
#define UNICODE 1
#define _UNICODE 1
#include <windows.h>
#include <stdio.h>

#define SECOND 10000000

typedef struct _STATE {
    const WCHAR *text;
    DWORD value;
    DWORD thread;
    ULONGLONG last;
} STATE;

static VOID CALLBACK tick(LPVOID argument, DWORD low, DWORD high)
{
    STATE *state = (STATE *)argument;
    ULONGLONG now = ((ULONGLONG)high << 32) | low;

    wprintf(L"%ls %lu: same thread %d, a time %d\n", state->text, state->value, state->thread == GetCurrentThreadId(),
        now > state->last);
}

int main(void)
{
    HANDLE timer = CreateWaitableTimer(NULL, FALSE, TEXT("ConformanceTimer"));
    LARGE_INTEGER due;
    STATE state = {L"tick", 100, 0, 0x1000000000000};
    __int64 when = -SECOND / 2;
    DWORD result;

    if (timer == NULL)
        return 1;
    state.thread = GetCurrentThreadId();
    due.LowPart = (DWORD)(when & 0xFFFFFFFF);
    due.HighPart = (LONG)(when >> 32);
    if (!SetWaitableTimer(timer, &due, 300, tick, &state, FALSE))
        return 2;
    Sleep(700);
    wprintf(L"not in a plain wait\n");
    for (; state.value < 400; state.value += 100) {
        result = SleepEx(INFINITE, TRUE);
        wprintf(L"result %lX\n", result);
    }
    CancelWaitableTimer(timer);
    wprintf(L"after the cancel: %lX\n", SleepEx(400, TRUE));
    CloseHandle(timer);
    return 0;
}
