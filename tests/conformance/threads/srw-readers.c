/* A slim lock: readers together, a writer alone. */
#define _WIN32_WINNT 0x0601
#include <windows.h>
#include <stdio.h>

static SRWLOCK lock = SRWLOCK_INIT;
static volatile LONG readers, together, mixed, value;

static DWORD WINAPI reader(LPVOID parameter)
{
    int i;

    (void)parameter;
    for (i = 0; i < 10; i++) {
        AcquireSRWLockShared(&lock);
        if (InterlockedIncrement(&readers) > 1)
            together = 1;
        if (value % 2 != 0)
            mixed++;
        Sleep(1);
        InterlockedDecrement(&readers);
        ReleaseSRWLockShared(&lock);
    }
    return 0;
}

static DWORD WINAPI writer(LPVOID parameter)
{
    int i;

    (void)parameter;
    for (i = 0; i < 10; i++) {
        AcquireSRWLockExclusive(&lock);
        if (readers != 0)
            mixed++;
        value++;
        SwitchToThread();
        value++;
        ReleaseSRWLockExclusive(&lock);
    }
    return 0;
}

int main(void)
{
    HANDLE threads[4];

    threads[0] = CreateThread(NULL, 0, reader, NULL, 0, NULL);
    threads[1] = CreateThread(NULL, 0, reader, NULL, 0, NULL);
    threads[2] = CreateThread(NULL, 0, reader, NULL, 0, NULL);
    threads[3] = CreateThread(NULL, 0, writer, NULL, 0, NULL);
    WaitForMultipleObjects(4, threads, TRUE, INFINITE);
    printf("value %ld, mixed %ld, readers together %ld\n", value, mixed, together);
    AcquireSRWLockExclusive(&lock);
    printf("try: %d %d\n", TryAcquireSRWLockExclusive(&lock), TryAcquireSRWLockShared(&lock));
    ReleaseSRWLockExclusive(&lock);
    AcquireSRWLockShared(&lock);
    printf("try: %d %d\n", TryAcquireSRWLockExclusive(&lock), TryAcquireSRWLockShared(&lock));
    return 0;
}
