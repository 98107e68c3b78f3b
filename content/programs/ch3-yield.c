/*
 * Three ways to step aside, with an equal and with a lower thread that is ready to count beats.
 * Watch the beats: who got the processor, and for how long was the caller away?
 */
#include <windows.h>
#include <stdio.h>

volatile long beats;

static DWORD WINAPI beat(LPVOID unused)
{
    while (beats >= 0)
        beats++;
    return 0;
}

static LONGLONG now(void)
{
    LARGE_INTEGER t, f;
    QueryPerformanceCounter(&t);
    QueryPerformanceFrequency(&f);
    return t.QuadPart * 1000000 / f.QuadPart;           /* microseconds */
}

static void try_all(const char *who)
{
    int way, switched;
    for (way = 0; way < 3; way++) {
        static const char *const names[] = { "Sleep(0)", "SwitchToThread()", "Sleep(1)" };
        LONGLONG since = now();
        long before = beats;
        switched = 0;
        switch (way) {
            case 0: Sleep(0); break;
            case 1: switched = SwitchToThread(); break;
            case 2: Sleep(1); break;
        }
        printf("%-16s %-17s away %6.2f ms, beats %s%s\n", who, names[way], (double)(LONG)(now() - since) / 1000,
            beats != before ? "yes" : "no", way == 1 ? switched ? ", returns TRUE" : ", returns FALSE" : "");
    }
}

int main(void)
{
    HANDLE thread = CreateThread(NULL, 0, beat, NULL, CREATE_SUSPENDED, NULL);

    try_all("nobody ready:");
    SetThreadPriority(thread, THREAD_PRIORITY_LOWEST);
    ResumeThread(thread);
    try_all("a lower one:");
    SetThreadPriority(thread, THREAD_PRIORITY_NORMAL);
    try_all("an equal one:");
    return 0;
}
