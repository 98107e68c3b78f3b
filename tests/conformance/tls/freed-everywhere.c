/*
 * TlsFree empties the slot in every thread: who gets the index next finds zero everywhere, also in slots beyond the 64th.
 * Facts: Microsoft's "TlsFree" and "TlsAlloc" (slots are initialized to zero). Output: recorded with Wine 8.0 (64-bit, gcc).
 */
#include <windows.h>
#include <stdio.h>

static DWORD low, high;
static HANDLE set, go, done;

static DWORD WINAPI other(void *p)
{
    TlsSetValue(low, (void *)0x11);
    TlsSetValue(high, (void *)0x22);
    SetEvent(set);
    WaitForSingleObject(go, INFINITE);
    printf("other: %d %d\n", TlsGetValue(low) == NULL, TlsGetValue(high) == NULL);
    TlsSetValue(low, (void *)0x33);
    SetEvent(done);
    return 0;
}

int main(void)
{
    DWORD i, indices[100];
    HANDLE t;

    set = CreateEventA(NULL, FALSE, FALSE, NULL);
    go = CreateEventA(NULL, FALSE, FALSE, NULL);
    done = CreateEventA(NULL, FALSE, FALSE, NULL);
    for (i = 0; i < 100; i++) indices[i] = TlsAlloc();
    low = indices[0];
    high = indices[99];
    printf("beyond 64: %d\n", high > 64);
    TlsSetValue(low, (void *)0x44);
    TlsSetValue(high, (void *)0x55);
    t = CreateThread(NULL, 0, other, NULL, 0, NULL);
    WaitForSingleObject(set, INFINITE);
    printf("mine: %d %d\n", TlsGetValue(low) == (void *)0x44, TlsGetValue(high) == (void *)0x55);
    printf("free: %d %d\n", TlsFree(low), TlsFree(high));
    i = TlsAlloc();
    printf("again: %d %d\n", i == low, TlsAlloc() == high);
    printf("mine: %d %d\n", TlsGetValue(low) == NULL, TlsGetValue(high) == NULL);
    SetEvent(go);
    WaitForSingleObject(done, INFINITE);
    WaitForSingleObject(t, INFINITE);
    printf("the other's does not come here: %d\n", TlsGetValue(low) == NULL);
    return 0;
}
