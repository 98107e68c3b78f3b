/* Events: names, last errors, the two kinds, pulses, access. */
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
    HANDLE event, other, copy, manual;

    SetLastError(0xdead);
    event = CreateEventA(NULL, FALSE, FALSE, "FactEvent");
    printf("%d %lX\n", event != NULL, GetLastError());
    SetLastError(0xdead);
    other = CreateEventA(NULL, TRUE, TRUE, "FactEvent");
    printf("%d %lX\n", other != NULL, GetLastError());
    SHOW(WaitForSingleObject(other, 0));
    SHOW(SetEvent(other));
    SHOW(SetEvent(other));
    SHOW(WaitForSingleObject(event, 0));
    SHOW(WaitForSingleObject(event, 0));
    SHOW(ResetEvent(event));
    SHOW(PulseEvent(event));
    SHOW(WaitForSingleObject(event, 0));
    CloseHandle(other);
    SHOW(OpenEventA(EVENT_ALL_ACCESS, FALSE, "FACTEVENT") != NULL);
    SHOW(OpenEventA(EVENT_ALL_ACCESS, FALSE, "") != NULL);
    SHOW(OpenEventA(EVENT_ALL_ACCESS, FALSE, NULL) != NULL);
    SHOW(OpenEventW(EVENT_ALL_ACCESS, FALSE, NULL) != NULL);
    other = OpenEventA(SYNCHRONIZE, FALSE, "FactEvent");
    SHOW(SetEvent(other));
    SHOW(WaitForSingleObject(other, 0));
    CloseHandle(other);
    other = OpenEventA(EVENT_MODIFY_STATE, FALSE, "FactEvent");
    SHOW(SetEvent(other));
    SHOW(WaitForSingleObject(other, 0));
    SHOW(WaitForSingleObject(event, 0));
    SHOW(DuplicateHandle(GetCurrentProcess(), event, GetCurrentProcess(), &copy, SYNCHRONIZE, FALSE, 0));
    SHOW(SetEvent(copy));
    SHOW(CloseHandle(other));
    SHOW(CloseHandle(event));
    SHOW(SetEvent(event));
    SHOW(OpenEventA(SYNCHRONIZE, FALSE, "FactEvent") != NULL);
    manual = CreateEventW(NULL, TRUE, FALSE, NULL);
    SHOW(SetEvent(manual));
    SHOW(WaitForSingleObject(manual, 0));
    SHOW(WaitForSingleObject(manual, 0));
    SHOW(PulseEvent(manual));
    SHOW(WaitForSingleObject(manual, 0));
    SHOW(SetEvent(NULL));
    SHOW(SetEvent(GetCurrentProcess()));
    SHOW(ResetEvent((HANDLE)(ULONG_PTR)0x12345678));
    return 0;
}
