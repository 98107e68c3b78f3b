/*
 * __declspec(thread): each thread begins with the values of the source, not with the creator's; addresses differ by thread;
 * locals that are static, arrays and structures too.
 * Facts: Microsoft's "Thread local storage (TLS)", "thread". Output: by those rules.
 */
#include <windows.h>
#include <stdio.h>

__declspec(thread) int tls_i = 1;
__declspec(thread) static char name[8] = "new";
__declspec(thread) struct { int a; double b; char *text; } s = { 7, 2.5, "text" };
static __declspec(thread) int empty[100];
static int shared = 5;
static int *addresses[3];

static int next(void)
{
    static __declspec(thread) int calls;
    return ++calls;
}

static DWORD WINAPI thread(void *p)
{
    int number = (int)p, i, sum = 0;

    for (i = 0; i < 100; i++) sum += empty[i];
    printf("%d: %d %s %d %.1f %s %d %d calls %d\n", number, tls_i, name, s.a, s.b, s.text, sum, shared, next());
    tls_i = 100 * number;
    sprintf(name, "t%d", number);
    s.a = -number;
    empty[99] = number;
    shared++;
    addresses[number] = &tls_i;
    next();
    printf("%d: %d %s %d %d calls %d\n", number, tls_i, name, s.a, empty[99], next());
    return tls_i;
}

int main(void)
{
    int i;
    DWORD code;
    HANDLE h;

    tls_i = 9;
    thread((void *)0);
    for (i = 1; i < 3; i++) {
        h = CreateThread(NULL, 0, thread, (void *)i, 0, NULL);
        WaitForSingleObject(h, INFINITE);
        GetExitCodeThread(h, &code);
        printf("main: %d %s %d, the thread's was %lu\n", tls_i, name, s.a, code);
    }
    printf("mine is elsewhere: %d\n", addresses[0] != addresses[1] && addresses[0] != addresses[2]);
    return 0;
}
