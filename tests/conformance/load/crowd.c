/* Two hundred threads that wait, ten thousand handles, a thousand named events; then all of it closed again. */
#include <windows.h>
#include <stdio.h>

#define THREADS 200
#define NAMES 1000
#define HANDLES 10000

static HANDLE threads[THREADS], names[NAMES], handles[HANDLES];

static DWORD WINAPI waiter(LPVOID parameter)
{
    return WaitForSingleObject(names[(INT_PTR)parameter], INFINITE);
}

static int crowded(void)
{
    return 1;
}

static int empty(void)
{
    return 2;
}

int main(void)
{
    char name[32];
    DWORD before, after;
    int i, made = 0;

    GetProcessHandleCount(GetCurrentProcess(), &before);
    for (i = 0; i < NAMES; i++) {
        sprintf(name, "crowd %d", i);
        names[i] = CreateEventA(NULL, TRUE, FALSE, name);
        made += names[i] != NULL;
    }
    for (i = 0; i < HANDLES; i++) {
        DuplicateHandle(GetCurrentProcess(), names[i % NAMES], GetCurrentProcess(), &handles[i], 0, FALSE, DUPLICATE_SAME_ACCESS);
        made += handles[i] != NULL;
    }
    for (i = 0; i < THREADS; i++) {
        threads[i] = CreateThread(NULL, 0x10000, waiter, (LPVOID)(INT_PTR)i, STACK_SIZE_PARAM_IS_A_RESERVATION, NULL);
        made += threads[i] != NULL;
    }
    Sleep(100);
    GetProcessHandleCount(GetCurrentProcess(), &after);
    printf("made %d, handles %lu\n", made, after - before);
    crowded();
    for (i = 0; i < THREADS; i++)
        SetEvent(names[i]);
    for (i = 0; i < THREADS; i++) {
        WaitForSingleObject(threads[i], INFINITE);
        CloseHandle(threads[i]);
    }
    for (i = 0; i < HANDLES; i++)
        CloseHandle(handles[i]);
    for (i = 0; i < NAMES; i++)
        CloseHandle(names[i]);
    GetProcessHandleCount(GetCurrentProcess(), &after);
    printf("left %ld\n", (long)(after - before));
    empty();
    return 0;
}
