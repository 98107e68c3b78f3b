/*
 * One object, several handles: names. Who made it, and who only found it?
 * Watch the object's handle count in the object namespace, and the last errors.
 */
#include <windows.h>
#include <stdio.h>

static HANDLE told(const char *what, HANDLE handle)
{
    DWORD error = GetLastError();                       /* at once: any later call may change it */

    printf("%-32s %p, last error %lu\n", what, handle, error);
    return handle;
}

/* What stands there before is wiped out: not every call sets the last error when it succeeds. */
#define TELL(what, call) (SetLastError(0), told(what, call))

int main(void)
{
    HANDLE first, again, opened;

    first  = TELL("CreateEvent  \"Ready\", set",   CreateEvent(NULL, TRUE, TRUE, TEXT("Ready")));
    again  = TELL("CreateEvent  \"Ready\", reset", CreateEvent(NULL, FALSE, FALSE, TEXT("Ready")));
    opened = TELL("OpenEvent    \"Ready\"", OpenEvent(EVENT_ALL_ACCESS, FALSE, TEXT("Ready")));
    TELL("OpenEvent    \"ready\"", OpenEvent(EVENT_ALL_ACCESS, FALSE, TEXT("ready")));
    TELL("CreateMutex  \"Ready\"", CreateMutex(NULL, TRUE, TEXT("Ready")));

    ResetEvent(opened);                                 /* by one handle ... */
    SetEvent(again);                                    /* ... by another ... */
    printf("wait by the first: %lu, and again: %lu\n",  /* ... and seen by the third */
        WaitForSingleObject(first, 0), WaitForSingleObject(first, 0));

    CloseHandle(first);
    CloseHandle(again);
    CloseHandle(opened);
    TELL("OpenEvent    after the last close", OpenEvent(EVENT_ALL_ACCESS, FALSE, TEXT("Ready")));
    return 0;
}
