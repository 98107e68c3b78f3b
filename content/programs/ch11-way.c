/*
 * From a number to an object: one named event, and the entry of the handle table that leads to it.
 * Watch the handle lens: value, index, entry, object header, object.
 */
#include <windows.h>
#include <stdio.h>

int main(void)
{
    HANDLE door = CreateEvent(NULL, TRUE, FALSE, TEXT("Door")); /* manual reset, not signalled */
    HANDLE look = OpenEvent(SYNCHRONIZE, FALSE, TEXT("Door"));  /* a second way to it, for waiting only */

    SetEvent(door);                                     /* SignalState becomes 1 */
    printf("door %p, look %p\n", door, look);
    printf("wait by look: %lu\n", WaitForSingleObject(look, 0));
    if (!SetEvent(look))                                /* this handle may only wait */
        printf("set by look: error %lu\n", GetLastError());

    ResetEvent((HANDLE)((DWORD_PTR)door + 3));          /* 0x13 leads where 0x10 leads */
    printf("wait by look: %lu\n", WaitForSingleObject(look, 0));
    CloseHandle(look);
    CloseHandle(door);
    return 0;
}
