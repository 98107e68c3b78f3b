/*
 * errno looks like a variable and is a call:
 * *_errno().
 * Behind it is the run-time library's block for
 * this thread, _tiddata, which hangs in a slot
 * with a destructor (FLS).
 *
 * Step into _errno and on into _getptd: the block
 * is made at a thread's first question, and freed
 * when the thread ends.
 */
#include <windows.h>
#include <stdio.h>
#include <stdlib.h>
#include <errno.h>

DWORD WINAPI worker(LPVOID unused)
{
    printf("worker: errno %d at %p\n", errno, &errno);
    if (fopen("no-such-file", "r") == NULL)
        printf("worker: errno %d, last error %lu\n", errno, _doserrno);
    return 0;
}

int main(void)
{
    HANDLE thread;

    errno = ERANGE;
    printf("main:   errno %d at %p\n", errno, &errno);
    thread = CreateThread(NULL, 0, worker, NULL, 0, NULL);
    WaitForSingleObject(thread, INFINITE);
    printf("main:   errno %d\n", errno);
    return 0;
}
