/* Waitable timers: due after half a second, periodic, both kinds of reset, cancelled. */
#include <windows.h>
#include <stdio.h>

static DWORD since(DWORD start)
{
    return (GetTickCount() - start + 20) / 100;
}

int main(void)
{
    LARGE_INTEGER due;
    HANDLE timer, periodic;
    DWORD start = GetTickCount(), result;
    int i;

    due.QuadPart = -5000000LL;
    timer = CreateWaitableTimer(NULL, TRUE, NULL);
    if (timer == NULL || !SetWaitableTimer(timer, &due, 0, NULL, NULL, 0))
        return 1;
    printf("now: %lu\n", WaitForSingleObject(timer, 0));
    result = WaitForSingleObject(timer, INFINITE);
    printf("then: %lu after %lu tenths\n", result, since(start));
    printf("manual: %lu\n", WaitForSingleObject(timer, 0));
    SetWaitableTimer(timer, &due, 0, NULL, NULL, 0);
    printf("set anew: %lu\n", WaitForSingleObject(timer, 0));
    printf("cancelled: %d\n", CancelWaitableTimer(timer));
    printf("never: %lu\n", WaitForSingleObject(timer, 700));

    periodic = CreateWaitableTimer(NULL, FALSE, NULL);
    due.QuadPart = -1000000LL;
    start = GetTickCount();
    SetWaitableTimer(periodic, &due, 200, NULL, NULL, 0);
    for (i = 0; i < 3; i++) {
        result = WaitForSingleObject(periodic, INFINITE);
        printf("period %d: %lu after %lu tenths\n", i, result, since(start));
        printf("then: %lu\n", WaitForSingleObject(periodic, 0));
    }
    return 0;
}
