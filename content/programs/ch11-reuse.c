/*
 * A handle closed once too often. Nothing crashes: the number has a new owner, and it is the new owner who loses.
 * Watch the handle table: the entry that `job` frees is the entry that `done` gets.
 */
#include <windows.h>
#include <stdio.h>

int main(void)
{
    HANDLE job = CreateEvent(NULL, FALSE, FALSE, NULL);
    HANDLE done;

    printf("job  = %p\n", job);
    CloseHandle(job);                                   /* right */

    done = CreateMutex(NULL, FALSE, NULL);              /* another object; which number? */
    printf("done = %p\n", done);

    printf("closing job again: %d\n", CloseHandle(job)); /* wrong, and it succeeds */

    if (WaitForSingleObject(done, 0) == WAIT_FAILED)
        printf("waiting for done: error %lu\n", GetLastError());
    return 0;
}
