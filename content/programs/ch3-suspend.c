/*
 * A thread can be suspended many times; it runs on when it has been resumed as often.
 * Watch the two series of returned counts: each is the count before the call.
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

int main(void)
{
    HANDLE thread = CreateThread(NULL, 0, beat, NULL, 0, NULL);
    long before;
    int i;

    Sleep(20);
    for (i = 0; i < 3; i++)
        printf("SuspendThread returns %lu\n", SuspendThread(thread));
    before = beats;
    Sleep(50);
    printf("while it was suspended it counted %ld\n", beats - before);
    for (i = 0; i < 3; i++)
        printf("ResumeThread returns %lu\n", ResumeThread(thread));
    Sleep(50);
    printf("and now it has counted on: %s\n", beats != before ? "yes" : "no");

    i = 0;
    while (SuspendThread(thread) != (DWORD)-1)
        i++;
    printf("suspended %d times; then error %lu\n", i, GetLastError());
    return 0;
}
