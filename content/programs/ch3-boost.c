/*
 * A thread waits for an event and then computes. Each clock tick it asks the kernel for its own priority.
 * Watch the numbers behind each wait: the end of a wait lifts a thread, and computing brings it down again.
 */
#include <windows.h>
#include <stdio.h>

/* What NtQueryInformationThread says for class 0, ThreadBasicInformation. */
typedef struct {
    LONG ExitStatus;
    PVOID TebBaseAddress;
    HANDLE UniqueProcess, UniqueThread;
    ULONG_PTR AffinityMask;
    LONG Priority, BasePriority;
} BASIC;
typedef LONG (WINAPI *QUERY)(HANDLE, int, PVOID, ULONG, PULONG);

QUERY query;
HANDLE go;

static LONG my_priority(void)
{
    BASIC basic;
    query(GetCurrentThread(), 0, &basic, sizeof(basic), NULL);
    return basic.Priority;
}

static DWORD WINAPI work(LPVOID unused)
{
    int round, tick;
    for (round = 0; round < 3; round++) {
        LONG seen[5];
        if (round > 0)                                  /* round 0: it has just been made */
            WaitForSingleObject(go, INFINITE);
        for (tick = 0; tick < 5; tick++) {              /* the wait is over: what is my priority now? */
            DWORD t = GetTickCount();
            seen[tick] = my_priority();
            while (GetTickCount() == t)
                ;                                       /* compute until the clock ticks */
        }
        printf("round %d:  %ld %ld %ld %ld %ld\n", round, seen[0], seen[1], seen[2], seen[3], seen[4]);
    }
    return 0;
}

int main(void)
{
    HANDLE thread;
    int i;

    query = (QUERY)GetProcAddress(GetModuleHandleA("ntdll.dll"), "NtQueryInformationThread");
    go = CreateEvent(NULL, FALSE, FALSE, NULL);
    thread = CreateThread(NULL, 0, work, NULL, 0, NULL);
    for (i = 0; i < 2; i++) {
        Sleep(200);
        SetEvent(go);                                   /* +1 for an event, and more for the foreground */
    }
    WaitForSingleObject(thread, INFINITE);
    return 0;
}
