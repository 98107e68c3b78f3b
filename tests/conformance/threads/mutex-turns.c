/* Two threads write twenty records each under one mutex; a record is never torn. */
#include <windows.h>
#include <stdio.h>

#define THREADS 2
#define ROUNDS 20

static HANDLE mutex;
static volatile LONG inside, torn, records;

static DWORD WINAPI writer(LPVOID parameter)
{
    DWORD done = 0;

    UNREFERENCED_PARAMETER(parameter);
    while (done < ROUNDS) {
        switch (WaitForSingleObject(mutex, INFINITE)) {
        case WAIT_OBJECT_0:
            if (++inside != 1)
                torn++;
            records++;
            SwitchToThread();
            inside--;
            done++;
            if (!ReleaseMutex(mutex))
                torn += 1000;
            break;
        case WAIT_ABANDONED:
            return 0;
        }
    }
    return done;
}

int main(void)
{
    HANDLE threads[THREADS];
    DWORD i, id, code;

    mutex = CreateMutex(NULL, FALSE, NULL);
    for (i = 0; i < THREADS; i++)
        threads[i] = CreateThread(NULL, 0, writer, NULL, 0, &id);
    printf("all ended: %lu\n", WaitForMultipleObjects(THREADS, threads, TRUE, INFINITE));
    for (i = 0; i < THREADS; i++) {
        GetExitCodeThread(threads[i], &code);
        printf("writer %lu: %lu rounds\n", i, code);
        CloseHandle(threads[i]);
    }
    printf("records %ld, torn %ld\n", records, torn);
    CloseHandle(mutex);
    return 0;
}
