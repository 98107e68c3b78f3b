/* exercise.c: A and B at priority 8, C at 7. Each computes until so many clock ticks have found it running. */
#include <stdio.h>
#include <windows.h>

struct { char name; int level; DWORD ticks; } plan[] = { { 'A', 0, 4 }, { 'B', 0, 1 }, { 'C', -1, 1 } };

struct { int who; LONGLONG since; } turns[40];
int turn_count;

static LONGLONG now(void)                               /* in tenths of a millisecond */
{
    LARGE_INTEGER t, f;
    QueryPerformanceCounter(&t);
    QueryPerformanceFrequency(&f);
    return t.QuadPart * 10000 / f.QuadPart;
}

static DWORD my_ticks(void)
{
    FILETIME created, ended, kernel, user;
    GetThreadTimes(GetCurrentThread(), &created, &ended, &kernel, &user);
    return (user.dwLowDateTime + kernel.dwLowDateTime) / 156250;
}

static DWORD WINAPI work(LPVOID parameter)
{
    int me = (int)parameter;

    do {
        if (turn_count == 0 || turns[turn_count - 1].who != me) {
            turns[turn_count].who = me;
            turns[turn_count++].since = now();
        }
    } while (my_ticks() < plan[me].ticks);
    return 0;
}

int main(void)
{
    HANDLE threads[3];
    int i;

    SetThreadPriority(GetCurrentThread(), THREAD_PRIORITY_TIME_CRITICAL);
    for (i = 0; i < 3; i++) {
        threads[i] = CreateThread(NULL, 0, work, (LPVOID)i, CREATE_SUSPENDED, NULL);
        SetThreadPriority(threads[i], plan[i].level);
    }
    Sleep(1);                                           /* wakes at a clock tick */
    for (i = 0; i < 3; i++)
        ResumeThread(threads[i]);
    WaitForMultipleObjects(3, threads, TRUE, INFINITE);

    printf("order: ");
    for (i = 0; i < turn_count; i++)
        printf("%c", plan[turns[i].who].name);
    printf("\nthe first turn: %d ticks\n", (int)((turns[1].since - turns[0].since + 78) / 156));
    return 0;
}
