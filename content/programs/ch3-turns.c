/*
 * Two endless counters of equal priority. Each notes when the other one has run since it last looked.
 * Watch the length of the turns: it depends on whether the process is in the foreground, and on the kind of Windows.
 */
#include <windows.h>
#include <stdio.h>

#define TURNS 6

volatile int who = -1, turn_count;
LONGLONG since[TURNS + 1];

static LONGLONG now(void)
{
    LARGE_INTEGER t, f;
    QueryPerformanceCounter(&t);
    QueryPerformanceFrequency(&f);
    return t.QuadPart * 1000000 / f.QuadPart;           /* microseconds */
}

static DWORD WINAPI count(LPVOID me)
{
    while (turn_count <= TURNS) {
        if (who != (int)me) {                           /* my turn has begun */
            who = (int)me;
            since[turn_count++] = now();
        }
    }
    return 0;
}

int main(void)
{
    HANDLE threads[2];
    int i;

    SetThreadPriority(GetCurrentThread(), THREAD_PRIORITY_TIME_CRITICAL);
    for (i = 0; i < 2; i++) {
        threads[i] = CreateThread(NULL, 0, count, (LPVOID)i, CREATE_SUSPENDED, NULL);
        SetThreadPriorityBoost(threads[i], TRUE);       /* TRUE: no boosts */
        ResumeThread(threads[i]);
    }
    WaitForMultipleObjects(2, threads, TRUE, INFINITE);
    for (i = 0; i < TURNS; i++)
        printf("%c had %6.2f ms\n", 'A' + i % 2, (double)(LONG)(since[i + 1] - since[i]) / 1000);
    return 0;
}
