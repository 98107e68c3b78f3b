/* A TLS index: a value of each thread's own, zero at first, given back. */
#include <windows.h>
#include <stdio.h>

#define THREADS 4

static DWORD slot;
static HANDLE go;

static DWORD common(void)
{
    LPVOID data = TlsGetValue(slot);

    if (data == 0 && GetLastError() != ERROR_SUCCESS)
        return 0;
    return *(DWORD *)data;
}

static DWORD WINAPI threadMain(LPVOID parameter)
{
    DWORD *data, result;

    if (TlsGetValue(slot) != NULL)
        return 1;
    data = (DWORD *)LocalAlloc(LPTR, 256);
    *data = (DWORD)(ULONG_PTR)parameter * 10;
    if (!TlsSetValue(slot, data))
        return 2;
    WaitForSingleObject(go, INFINITE);
    result = common();
    LocalFree((HLOCAL)TlsGetValue(slot));
    return result;
}

int main(void)
{
    HANDLE threads[THREADS];
    DWORD i, code;

    go = CreateEvent(NULL, TRUE, FALSE, NULL);
    if ((slot = TlsAlloc()) == TLS_OUT_OF_INDEXES)
        return 1;
    for (i = 0; i < THREADS; i++)
        threads[i] = CreateThread(NULL, 0, threadMain, (LPVOID)(ULONG_PTR)(i + 5), 0, NULL);
    SetEvent(go);
    for (i = 0; i < THREADS; i++) {
        WaitForSingleObject(threads[i], INFINITE);
        GetExitCodeThread(threads[i], &code);
        printf("thread %lu: %lu\n", i, code);
    }
    printf("freed: %d", TlsFree(slot));
    SetLastError(0);
    printf(" again: %d", TlsFree(slot));
    printf(" %lu\n", GetLastError());
    return 0;
}
