/* User APCs: first in, first out, in alertable waits only; before a new thread's start routine; what waits return. */
#include <windows.h>
#include <stdio.h>

static HANDLE event, ready;
static DWORD order[8], count;

static VOID CALLBACK note(ULONG_PTR value)
{
    order[count++] = (DWORD)value;
}

static VOID CALLBACK again(ULONG_PTR value)
{
    order[count++] = (DWORD)value;
    if (value > 90)
        QueueUserAPC(again, GetCurrentThread(), value - 1);
}

static DWORD WINAPI sleeper(LPVOID parameter)
{
    DWORD result;

    (void)parameter;
    SetEvent(ready);
    result = WaitForSingleObjectEx(event, INFINITE, TRUE);
    return result;
}

static DWORD WINAPI starter(LPVOID parameter)
{
    (void)parameter;
    return count;
}

static void show(const char *what, DWORD result)
{
    DWORD i;

    printf("%s: %lX,", what, result);
    for (i = 0; i < count; i++)
        printf(" %lu", order[i]);
    printf("\n");
    count = 0;
}

int main(void)
{
    HANDLE thread, both[2];
    DWORD i, code;

    event = CreateEvent(NULL, TRUE, FALSE, NULL);
    ready = CreateEvent(NULL, FALSE, FALSE, NULL);
    for (i = 1; i <= 3; i++)
        printf("queued %lu\n", QueueUserAPC(note, GetCurrentThread(), i));
    Sleep(10);
    show("Sleep", 0);
    show("SleepEx(0)", SleepEx(0, TRUE));
    show("SleepEx(0) again", SleepEx(0, TRUE));
    QueueUserAPC(note, GetCurrentThread(), 4);
    show("SleepEx, not alertable", SleepEx(20, FALSE));
    show("WaitForSingleObjectEx", WaitForSingleObjectEx(event, INFINITE, TRUE));
    QueueUserAPC(note, GetCurrentThread(), 5);
    both[0] = event;
    both[1] = ready;
    show("WaitForMultipleObjectsEx", WaitForMultipleObjectsEx(2, both, TRUE, INFINITE, TRUE));
    QueueUserAPC(note, GetCurrentThread(), 6);
    show("SignalObjectAndWait", SignalObjectAndWait(ready, event, INFINITE, TRUE));
    show("the event was set all the same", WaitForSingleObject(ready, 0));
    QueueUserAPC(again, GetCurrentThread(), 93);
    show("an APC that queues another", SleepEx(INFINITE, TRUE));
    show("nothing left", SleepEx(10, TRUE));

    thread = CreateThread(NULL, 0, sleeper, NULL, 0, NULL);
    WaitForSingleObject(ready, INFINITE);
    Sleep(30);
    printf("to another thread: %lu\n", QueueUserAPC(note, thread, 7));
    WaitForSingleObject(thread, INFINITE);
    GetExitCodeThread(thread, &code);
    show("its wait", code);
    SetLastError(0);
    printf("to one that has ended: %lu", QueueUserAPC(note, thread, 8));
    printf(" %s\n", GetLastError() == 0 ? "no error" : "error");

    thread = CreateThread(NULL, 0, starter, NULL, CREATE_SUSPENDED, NULL);
    QueueUserAPC(note, thread, 9);
    QueueUserAPC(note, thread, 10);
    ResumeThread(thread);
    WaitForSingleObject(thread, INFINITE);
    GetExitCodeThread(thread, &code);
    show("before the start routine", code);
    printf("a bad handle: %lu", QueueUserAPC(note, event, 1));
    printf(" %lu\n", GetLastError());
    return 0;
}
