/* One-time initialisation: by callback, asynchronously, failing, asked only. */
#define _WIN32_WINNT 0x0600
#include <windows.h>
#include <stdio.h>

static INIT_ONCE once = INIT_ONCE_STATIC_INIT, once2 = INIT_ONCE_STATIC_INIT, once3 = INIT_ONCE_STATIC_INIT;
static LONG calls, refusals;

static BOOL CALLBACK make(PINIT_ONCE which, PVOID parameter, PVOID *context)
{
    (void)which;
    InterlockedIncrement(&calls);
    Sleep(10);
    *context = CreateEvent(NULL, TRUE, TRUE, NULL);
    return *context != NULL && parameter == &calls;
}

static BOOL CALLBACK refuse(PINIT_ONCE which, PVOID parameter, PVOID *context)
{
    (void)which;
    (void)parameter;
    (void)context;
    refusals++;
    return refusals > 2;
}

static DWORD WINAPI user(LPVOID parameter)
{
    PVOID context = NULL;

    if (!InitOnceExecuteOnce(&once, make, &calls, &context))
        return 1;
    *(HANDLE *)parameter = (HANDLE)context;
    return 0;
}

int main(void)
{
    HANDLE threads[4], got[4];
    PVOID context = NULL;
    BOOL pending = 7;
    int i;

    for (i = 0; i < 4; i++)
        threads[i] = CreateThread(NULL, 0, user, &got[i], 0, NULL);
    WaitForMultipleObjects(4, threads, TRUE, INFINITE);
    printf("calls %ld, the same: %d\n", calls, got[0] == got[1] && got[1] == got[2] && got[2] == got[3]);
    printf("set: %lu\n", WaitForSingleObject(got[0], 0));

    printf("begin: %d pending %d\n", InitOnceBeginInitialize(&once2, INIT_ONCE_ASYNC, &pending, &context), pending);
    printf("begin: %d pending %d\n", InitOnceBeginInitialize(&once2, INIT_ONCE_ASYNC, &pending, &context), pending);
    printf("complete: %d\n", InitOnceComplete(&once2, INIT_ONCE_ASYNC, (PVOID)0x1000));
    SetLastError(0);
    printf("complete: %d", InitOnceComplete(&once2, INIT_ONCE_ASYNC, (PVOID)0x2000));
    printf(" %lu\n", GetLastError());
    printf("check: %d pending %d, mine: %d\n", InitOnceBeginInitialize(&once2, INIT_ONCE_CHECK_ONLY, &pending, &context),
        pending, context == (PVOID)0x1000);

    for (i = 0; i < 4; i++)
        printf("try: %d\n", InitOnceExecuteOnce(&once3, refuse, NULL, NULL));
    printf("refusals %ld\n", refusals);
    return 0;
}
