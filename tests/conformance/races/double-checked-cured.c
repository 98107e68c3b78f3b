/* A double-checked lock that shows each object only when it is filled. */
#include <windows.h>

#define COUNT 3

typedef struct _SETTINGS {
    LONG values[64];
} SETTINGS;

static CRITICAL_SECTION lock;
static HANDLE go;
static SETTINGS pool[COUNT];
static SETTINGS *volatile settings[COUNT];

static SETTINGS *get(int which)
{
    if (settings[which] == NULL) {
        EnterCriticalSection(&lock);
        if (settings[which] == NULL) {
            SETTINGS *made = &pool[which];
            int i;

            for (i = 0; i < 64; i++)
                made->values[i] = i * i % 50;
            InterlockedExchangePointer((PVOID volatile *)&settings[which], made);
        }
        LeaveCriticalSection(&lock);
    }
    return settings[which];
}

static DWORD WINAPI reader(LPVOID parameter)
{
    int i;

    (void)parameter;
    WaitForSingleObject(go, INFINITE);
    for (i = 0; i < COUNT; i++)
        if (get(i)->values[63] != 63 * 63 % 50)
            return 1;
    return 0;
}

int main(void)
{
    HANDLE threads[3];
    DWORD code, bad = 0;
    int i;

    InitializeCriticalSection(&lock);
    go = CreateEvent(NULL, TRUE, FALSE, NULL);
    for (i = 0; i < 3; i++)
        threads[i] = CreateThread(NULL, 0, reader, NULL, 0, NULL);
    SetEvent(go);
    WaitForMultipleObjects(3, threads, TRUE, INFINITE);
    for (i = 0; i < 3; i++) {
        GetExitCodeThread(threads[i], &code);
        bad += code;
    }
    return bad != 0;
}
