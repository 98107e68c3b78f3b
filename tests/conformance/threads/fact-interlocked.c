/* Interlocked operations: what they return, with 32 and 64 bits; waits for the standard handles' constants. */
#include <windows.h>
#include <stdio.h>

static volatile LONG value = 10;
static volatile LONGLONG big = 0xFFFFFFFFLL;

static DWORD WINAPI adder(LPVOID parameter)
{
    int i;

    (void)parameter;
    for (i = 0; i < 500; i++) {
        InterlockedIncrement64(&big);
        YieldProcessor();
    }
    return 0;
}

int main(void)
{
    HANDLE threads[2];
    LONG result;

    result = InterlockedIncrement(&value);
    printf("%ld %ld\n", result, value);
    result = InterlockedDecrement(&value);
    printf("%ld %ld\n", result, value);
    result = InterlockedExchange(&value, 5);
    printf("%ld %ld\n", result, value);
    result = InterlockedExchangeAdd(&value, 7);
    printf("%ld %ld\n", result, value);
    result = InterlockedCompareExchange(&value, 1, 2);
    printf("%ld %ld\n", result, value);
    result = InterlockedCompareExchange(&value, 1, 12);
    printf("%ld %ld\n", result, value);
    result = InterlockedOr(&value, 6);
    printf("%ld %ld\n", result, value);
    result = InterlockedAnd(&value, 5);
    printf("%ld %ld\n", result, value);
    result = InterlockedXor(&value, 15);
    printf("%ld %ld\n", result, value);
    MemoryBarrier();
    printf("%d\n", InterlockedIncrement64(&big) == 0x100000000LL);
    printf("%d\n", InterlockedDecrement64(&big) == 0xFFFFFFFFLL);
    printf("%d\n", InterlockedExchange64(&big, 0xFFFFFF00LL) == 0xFFFFFFFFLL);
    printf("%d\n", InterlockedExchangeAdd64(&big, 0x10LL) == 0xFFFFFF00LL);
    printf("%d\n", InterlockedCompareExchange64(&big, 0xFFFFFF00LL, 0xFFFFFF10LL) == 0xFFFFFF10LL);
    threads[0] = CreateThread(NULL, 0, adder, NULL, 0, NULL);
    threads[1] = CreateThread(NULL, 0, adder, NULL, 0, NULL);
    WaitForMultipleObjects(2, threads, TRUE, INFINITE);
    printf("%d\n", big == 0xFFFFFF00LL + 1000);
    return 0;
}
