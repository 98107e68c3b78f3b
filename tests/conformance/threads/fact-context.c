/* The context of a suspended thread: read, changed, run on from there. Only what is the same with 32 and 64 bits is printed. */
#include <windows.h>
#include <stdio.h>

#ifdef _WIN64
#define PC(context) ((context).Rip)
#define SP(context) ((context).Rsp)
#else
#define PC(context) ((context).Eip)
#define SP(context) ((context).Esp)
#endif

static volatile LONG here, there;
static volatile LONG started;
static ULONG_PTR low, high;

static DWORD WINAPI spins(LPVOID parameter)
{
    volatile int local;

    (void)parameter;
    high = (ULONG_PTR)&local + 0x1000;
    low = (ULONG_PTR)&local - 0x4000;
    started = 1;
    for (;;)
        here++;
}

static void elsewhere(void)
{
    there = 1;
    ExitThread(55);
}

int main(void)
{
    static CONTEXT context;
    HANDLE thread = CreateThread(NULL, 0, spins, NULL, 0, NULL);
    DWORD code;

    while (!started)
        Sleep(1);
    printf("suspended: %lu\n", SuspendThread(thread));
    context.ContextFlags = CONTEXT_FULL;
    printf("got: %d\n", GetThreadContext(thread, &context));
    printf("in spins: %d, on its stack: %d\n", PC(context) > (ULONG_PTR)spins && PC(context) < (ULONG_PTR)spins + 256,
        SP(context) > low && SP(context) < high);
    PC(context) = (ULONG_PTR)elsewhere;
    SP(context) = (SP(context) & ~(ULONG_PTR)15) - 8;
    printf("set: %d\n", SetThreadContext(thread, &context));
    printf("resumed: %lu\n", ResumeThread(thread));
    printf("ended: %lu\n", WaitForSingleObject(thread, INFINITE));
    GetExitCodeThread(thread, &code);
    printf("code %lu, there %ld\n", code, there);
    printf("a bad handle: %d", GetThreadContext(NULL, &context));
    printf(" %lu\n", GetLastError());
    return 0;
}
