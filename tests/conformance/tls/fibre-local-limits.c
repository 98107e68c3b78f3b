/*
 * Fibre-local storage at its edges: how many indices there are, a new owner of an index finds nothing, values of a thread that
 * ends by ExitThread, callbacks that allocate and set values, and that nothing is called with 0.
 * Facts: Microsoft's "FlsAlloc" and FLS_MAXIMUM_AVAILABLE 128. Output: recorded with Wine 8.0 (64-bit, gcc), but the number of
 * indices, which is larger there: by Windows 7's limit.
 */
#include <windows.h>
#include <stdio.h>

static DWORD a, b;
static int calls, sum;

static void WINAPI count(void *value) { calls++; sum += (int)(ULONG_PTR)value; }

static void WINAPI again(void *value)
{
    printf("again %d\n", (int)(ULONG_PTR)value);
    fflush(stdout);
    if ((ULONG_PTR)value > 1) FlsSetValue(a, (void *)((ULONG_PTR)value - 1));
}

static DWORD WINAPI leaves(void *p)
{
    FlsSetValue(a, p);
    FlsSetValue(b, (void *)7);
    ExitThread(1);
    return 0;
}

static void thread(void *p)
{
    HANDLE h = CreateThread(NULL, 0, leaves, p, 0, NULL);
    WaitForSingleObject(h, INFINITE);
    CloseHandle(h);
}

int main(void)
{
    DWORD index, n = 0;

    a = FlsAlloc(count);
    b = FlsAlloc(NULL);
    thread((void *)5);
    thread(NULL);
    thread((void *)6);
    printf("%d calls, %d\n", calls, sum);
    FlsSetValue(a, (void *)100);
    FlsFree(a);
    printf("%d calls, %d\n", calls, sum);
    a = FlsAlloc(count);
    printf("nothing there %d\n", FlsGetValue(a) == NULL);
    FlsFree(a);
    printf("%d calls\n", calls);
    while ((index = FlsAlloc(NULL)) != FLS_OUT_OF_INDEXES && n < 100000) n++;
    printf("no more: %d\n", n > 100 && n < 100000);
    FlsFree(b);
    printf("one again: %d\n", FlsAlloc(NULL) != FLS_OUT_OF_INDEXES);
    return 0;
}
