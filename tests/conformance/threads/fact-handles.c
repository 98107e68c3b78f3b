/* Handles: values, flags, protection, duplicates, closing, counts. */
#include <windows.h>
#include <stdio.h>

#define SHOW(expression) \
    do { \
        DWORD value_; \
        SetLastError(0xdead); \
        value_ = (DWORD)(expression); \
        printf("%s: %lX, %lX\n", #expression, value_, GetLastError()); \
    } while (0)

#define ME GetCurrentProcess()

int main(void)
{
    SECURITY_ATTRIBUTES inheritable = {sizeof(inheritable), NULL, TRUE};
    HANDLE event, copy = NULL, again;
    DWORD flags = 77;

    event = CreateEventA(&inheritable, FALSE, FALSE, NULL);
    printf("a multiple of four: %d\n", ((ULONG_PTR)event & 3) == 0);
    SHOW(GetHandleInformation(event, &flags));
    printf("flags %lu\n", flags);
    SHOW(SetHandleInformation(event, HANDLE_FLAG_INHERIT, 0));
    GetHandleInformation(event, &flags);
    printf("flags %lu\n", flags);
    SHOW(SetHandleInformation(event, HANDLE_FLAG_PROTECT_FROM_CLOSE, HANDLE_FLAG_PROTECT_FROM_CLOSE));
    GetHandleInformation(event, &flags);
    printf("flags %lu\n", flags);
    SHOW(CloseHandle(event));
    SHOW(DuplicateHandle(ME, event, ME, &copy, 0, FALSE, DUPLICATE_SAME_ACCESS | DUPLICATE_CLOSE_SOURCE));
    SHOW(GetHandleInformation(event, &flags));
    SHOW(SetHandleInformation(event, HANDLE_FLAG_PROTECT_FROM_CLOSE, 0));
    SHOW(DuplicateHandle(ME, event, ME, &again, 0, TRUE, DUPLICATE_SAME_ACCESS | DUPLICATE_CLOSE_SOURCE));
    printf("the value is used again: %d\n", again == event);
    GetHandleInformation(again, &flags);
    printf("flags %lu\n", flags);
    SHOW(SetEvent(copy));
    SHOW(WaitForSingleObject(again, 0));
    SHOW(CloseHandle(copy));
    SHOW(CloseHandle(copy));
    SHOW(SetEvent(again));
    SHOW(CloseHandle(ME));
    SHOW(CloseHandle(GetCurrentThread()));
    SHOW(CloseHandle(NULL));
    SHOW(DuplicateHandle(ME, ME, ME, &copy, 0, FALSE, DUPLICATE_SAME_ACCESS));
    printf("a real one: %d, id is mine: %d\n", copy != ME, GetProcessId(copy) == GetCurrentProcessId());
    SHOW(DuplicateHandle(ME, (HANDLE)(ULONG_PTR)0xabcde0, ME, &copy, 0, FALSE, DUPLICATE_SAME_ACCESS));
    SHOW(DuplicateHandle(NULL, again, ME, &copy, 0, FALSE, DUPLICATE_SAME_ACCESS));
    SHOW(GetHandleInformation((HANDLE)(ULONG_PTR)0x123450, &flags));
    SHOW(SetHandleInformation(NULL, HANDLE_FLAG_INHERIT, 0));
    return 0;
}
