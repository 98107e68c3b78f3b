/* Names of objects: prefixes, backslashes, lengths, one space for all types. */
#include <windows.h>
#include <stdio.h>

static void try(const char *what, const char *name)
{
    HANDLE event;

    SetLastError(0xdead);
    event = CreateEventA(NULL, FALSE, FALSE, name);
    printf("%s: %d %lu\n", what, event != NULL, GetLastError());
}

static void open(const char *what, const char *name)
{
    SetLastError(0);
    printf("%s: %d", what, OpenEventA(SYNCHRONIZE, FALSE, name) != NULL);
    printf(" %lu\n", GetLastError());
}

int main(void)
{
    static char name[400];
    HANDLE event, mutex;

    try("plain", "FactName");
    open("Local", "Local\\FactName");
    try("Local, made", "Local\\FactName");
    try("local in another case", "local\\FactName");
    try("Global", "Global\\FactGlobal");
    open("Global", "Global\\FactGlobal");
    try("a backslash", "Fact\\Name");
    open("a backslash", "Fact\\Name");
    try("a slash", "Fact/Name");
    try("empty", "");
    memset(name, 'n', 399);
    name[200] = 0;
    try("200", name);
    open("200", name);
    memset(name, 'm', 259);
    name[259] = 0;
    try("259", name);
    memset(name, 'm', 300);
    name[300] = 0;
    try("300", name);
    event = CreateEventW(NULL, FALSE, FALSE, L"Gr\x00fc\x00df\x4e2d\x6587");
    printf("wide: %d %d\n", event != NULL, OpenEventW(SYNCHRONIZE, FALSE, L"Gr\x00fc\x00df\x4e2d\x6587") != NULL);
    mutex = CreateMutexA(NULL, FALSE, "FactName2");
    try("a mutex has it", "FactName2");
    SetLastError(0xdead);
    printf("a semaphore: %d", CreateSemaphoreA(NULL, 0, 1, "FactName2") != NULL);
    printf(" %lu\n", GetLastError());
    printf("a timer: %d", CreateWaitableTimerA(NULL, 0, "FactName2") != NULL);
    printf(" %lu\n", GetLastError());
    CloseHandle(mutex);
    try("the mutex is gone", "FactName2");
    return 0;
}
