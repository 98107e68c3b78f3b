/*
 * Fibre-local storage without fibres: values of a thread, and a callback that gets each one at the thread's end and at FlsFree.
 * Facts: Microsoft's "FlsAlloc", "FlsFree", "FlsGetValue". Output: recorded with Wine 8.0 (64-bit, gcc).
 */
#include <windows.h>
#include <stdio.h>

static DWORD a, b, c;

static void WINAPI gone(void *value) { printf("gone %d\n", (int)(ULONG_PTR)value); fflush(stdout); }

static DWORD WINAPI thread(void *p)
{
    printf("thread: %d %d\n", FlsGetValue(a) == NULL, FlsGetValue(b) == NULL);
    FlsSetValue(a, (void *)10);
    FlsSetValue(c, (void *)30);
    printf("thread ends\n");
    fflush(stdout);
    return 0;
}

int main(void)
{
    BOOL ok;

    a = FlsAlloc(gone);
    b = FlsAlloc(gone);
    c = FlsAlloc(NULL);
    printf("%d\n", a != FLS_OUT_OF_INDEXES && b != a && c != b);
    FlsSetValue(a, (void *)1);
    WaitForSingleObject(CreateThread(NULL, 0, thread, NULL, 0, NULL), INFINITE);
    printf("main has %d\n", (int)(ULONG_PTR)FlsGetValue(a));
    ok = FlsFree(a);
    printf("free %d\n", ok);
    ok = FlsFree(b);
    printf("free %d, no value: no call\n", ok);
    FlsSetValue(c, (void *)3);
    printf("free %d, no callback\n", FlsFree(c));
    SetLastError(0xdead);
    ok = FlsFree(a);
    printf("free again %d %lu\n", ok, GetLastError());
    SetLastError(0xdead);
    ok = FlsSetValue(200000, NULL);
    printf("set %d %lu\n", ok, GetLastError());
    return 0;
}
