/*
 * What the C run-time keeps for each thread: errno, strtok's place, rand's state, the _beginthreadex thread's result.
 * Facts: Microsoft's "Multithreading with C and Win32", "errno", "strtok", "srand" (the state is per thread). Output: by those
 * rules; the numbers are the documented generator's.
 */
#include <windows.h>
#include <errno.h>
#include <process.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static HANDLE mine, theirs;

static unsigned __stdcall thread(void *p)
{
    char text[] = "x y z";

    printf("thread: errno %d, rand %d\n", errno, rand());
    errno = EDOM;
    printf("thread: %s\n", strtok(text, " "));
    SetEvent(mine);
    WaitForSingleObject(theirs, INFINITE);
    printf("thread: %s, errno %d\n", strtok(NULL, " "), errno);
    srand(5);
    _endthreadex(42);
    return 0;
}

int main(void)
{
    char text[] = "a b c";
    HANDLE h;
    DWORD code;
    int first;

    mine = CreateEvent(NULL, FALSE, FALSE, NULL);
    theirs = CreateEvent(NULL, FALSE, FALSE, NULL);
    errno = ERANGE;
    srand(1);
    first = rand();
    printf("main: %s, rand %d\n", strtok(text, " "), first);
    h = (HANDLE)_beginthreadex(NULL, 0, thread, NULL, 0, NULL);
    WaitForSingleObject(mine, INFINITE);
    printf("main: %s, errno %d\n", strtok(NULL, " "), errno);
    SetEvent(theirs);
    WaitForSingleObject(h, INFINITE);
    GetExitCodeThread(h, &code);
    printf("main: %s, rand %d, thread gave %lu\n", strtok(NULL, " "), rand(), code);
    return 0;
}
