/*
 * Three threads with a plan: A and B at priority 8 need 4 and 3 clock ticks, C at 9 needs 2.
 * Watch who runs when. The last line lists all turns; compare it with yours.
 */
#include <windows.h>
#include <stdio.h>

struct { char name; int level; DWORD ticks; } plan[] = { { 'A', 0, 4 }, { 'B', 0, 3 }, { 'C', 1, 2 } };

struct { int who; LONGLONG since; } turns[40];
int turn_count;

static LONGLONG now(void)
{
    LARGE_INTEGER t, f;
    QueryPerformanceCounter(&t);
    QueryPerformanceFrequency(&f);
    return t.QuadPart * 10000 / f.QuadPart;             /* tenths of a millisecond */
}

static DWORD my_ticks(void)                             /* how many clock ticks found this thread running */
{
    FILETIME created, ended, kernel, user;
    GetThreadTimes(GetCurrentThread(), &created, &ended, &kernel, &user);
    return (user.dwLowDateTime + kernel.dwLowDateTime) / 156250;
}

static DWORD WINAPI work(LPVOID parameter)
{
    int me = (int)parameter;

    do {
        if (turn_count == 0 || turns[turn_count - 1].who != me) {       /* a new turn has begun */
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
    Sleep(1);                                           /* to the next clock tick */
    for (i = 0; i < 3; i++)
        ResumeThread(threads[i]);
    WaitForMultipleObjects(3, threads, TRUE, INFINITE); /* now they run */

    turns[turn_count].since = now();
    for (i = 0; i < turn_count; i++) {
        LONGLONG length = turns[i + 1].since - turns[i].since;
        printf("%c %.1f ms  ", plan[turns[i].who].name, (double)length / 10);
    }
    printf("\n");
    return 0;
}
