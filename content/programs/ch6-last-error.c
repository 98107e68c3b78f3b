/*
 * The last error is a thread's own variable, too:
 * four bytes at offset 34 of the TEB. And
 * TlsGetValue has a habit that surprises.
 *
 * Watch LastErrorValue of the current thread's
 * TEB.
 */
#include <windows.h>
#include <stdio.h>

DWORD slot;

DWORD WINAPI worker(LPVOID unused)
{
    printf("a new thread starts with %lu\n", GetLastError());
    SetLastError(6);
    return 0;
}

int main(void)
{
    HANDLE thread;
    LPVOID value;
    DWORD error;

    slot = TlsAlloc();
    SetLastError(5);
    thread = CreateThread(NULL, 0, worker, NULL, 0, NULL);
    WaitForSingleObject(thread, INFINITE);
    printf("main still has %lu\n", GetLastError());

    SetLastError(5);
    value = TlsGetValue(slot);
    error = GetLastError();
    printf("TlsGetValue(%lu): %p, last error %lu\n", slot, value, error);

    SetLastError(5);
    value = TlsGetValue(slot + 1); /* nobody has allocated this one */
    error = GetLastError();
    printf("TlsGetValue(%lu): %p, last error %lu\n", slot + 1, value, error);

    SetLastError(5);
    value = TlsGetValue(2000); /* and there is no such index */
    error = GetLastError();
    printf("TlsGetValue(2000): %p, last error %lu\n", value, error);
    return 0;
}
