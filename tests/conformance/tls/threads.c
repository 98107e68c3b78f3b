/*
 * One index, a value for each thread: blocks that each thread allocates, reads back through a common function, and frees.
 * Facts: Microsoft's "Using thread local storage". Output: recorded with Wine 8.0 (64-bit, gcc).
 */
#include <windows.h>
#include <stdio.h>

#define THREADS 4

static DWORD index;
static LONG wrong, finished;
static HANDLE all;

static void common(int number)
{
    int *mine = TlsGetValue(index);

    if (mine == NULL || *mine != number || GetLastError() != ERROR_SUCCESS) InterlockedIncrement(&wrong);
}

static DWORD WINAPI thread(void *p)
{
    int number = (int)(ULONG_PTR)p, i;
    int *mine;

    if (TlsGetValue(index) != NULL) InterlockedIncrement(&wrong);
    mine = LocalAlloc(LPTR, 256);
    *mine = number;
    if (!TlsSetValue(index, mine)) InterlockedIncrement(&wrong);
    if (InterlockedIncrement(&finished) == THREADS) SetEvent(all);
    WaitForSingleObject(all, INFINITE);
    for (i = 0; i < 10; i++) { common(number); Sleep(0); }
    LocalFree(TlsGetValue(index));
    return number * 10;
}

int main(void)
{
    HANDLE handles[THREADS];
    DWORD code;
    int i;

    index = TlsAlloc();
    all = CreateEventA(NULL, TRUE, FALSE, NULL);
    for (i = 0; i < THREADS; i++) handles[i] = CreateThread(NULL, 0, thread, (void *)(ULONG_PTR)(i + 1), 0, NULL);
    WaitForMultipleObjects(THREADS, handles, TRUE, INFINITE);
    for (i = 0; i < THREADS; i++) { GetExitCodeThread(handles[i], &code); printf("%lu ", code); }
    printf("wrong %ld, mine %d, free %d\n", wrong, TlsGetValue(index) != NULL, TlsFree(index));
    return 0;
}
