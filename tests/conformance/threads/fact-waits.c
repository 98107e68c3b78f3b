/* Waiting: bad arguments, pseudo handles, 64 objects, duplicates, what a failed wait leaves alone. */
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
    HANDLE events[65], two[2], thread;
    DWORD i, wrong = 0;

    for (i = 0; i < 65; i++)
        events[i] = CreateEventA(NULL, FALSE, TRUE, NULL);
    SHOW(WaitForSingleObject(NULL, 0));
    SHOW(WaitForSingleObject(INVALID_HANDLE_VALUE, 0));
    SHOW(WaitForSingleObject(GetCurrentProcess(), 0));
    SHOW(WaitForSingleObject(GetCurrentThread(), 0));
    SHOW(WaitForMultipleObjects(0, events, FALSE, 0));
    SHOW(WaitForMultipleObjects(65, events, FALSE, 0));
    for (i = 0; i < 64; i++)
        wrong += WaitForMultipleObjects(64, events, FALSE, 0) != i;
    printf("64 in order, wrong: %lu\n", wrong);
    SHOW(WaitForMultipleObjects(64, events, FALSE, 0));
    for (i = 0; i < 64; i++)
        SetEvent(events[i]);
    ResetEvent(events[63]);
    SHOW(WaitForMultipleObjects(64, events, TRUE, 0));
    for (i = 0, wrong = 0; i < 63; i++)
        wrong += WaitForSingleObject(events[i], 0) != 0;
    printf("left alone, wrong: %lu\n", wrong);
    for (i = 0; i < 64; i++)
        SetEvent(events[i]);
    SHOW(WaitForMultipleObjects(64, events, TRUE, 0));
    SHOW(WaitForMultipleObjects(64, events, FALSE, 0));
    two[0] = events[0];
    two[1] = NULL;
    SetEvent(events[0]);
    SHOW(WaitForMultipleObjects(2, two, FALSE, 0));
    SHOW(WaitForSingleObject(events[0], 0));
    two[0] = two[1] = events[1];
    SetEvent(events[1]);
    SHOW(WaitForMultipleObjects(2, two, FALSE, 0));
    /* The two low bits of a handle are the program's. */
    SetEvent(events[2]);
    SHOW(WaitForSingleObject((HANDLE)((ULONG_PTR)events[2] | 3), 0));
    SHOW(CloseHandle((HANDLE)((ULONG_PTR)events[3] | 1)));
    SHOW(SetEvent(events[3]));
    DuplicateHandle(GetCurrentProcess(), GetCurrentThread(), GetCurrentProcess(), &thread, 0, FALSE, DUPLICATE_SAME_ACCESS);
    SHOW(WaitForSingleObject(thread, 10));
    return 0;
}
