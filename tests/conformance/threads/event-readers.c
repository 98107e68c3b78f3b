/* A manual-reset event holds four readers back until the buffer is written. Order: open. */
#include <windows.h>
#include <stdio.h>

#define READERS 4

static HANDLE written;
static HANDLE threads[READERS];
static char buffer[32];

static DWORD WINAPI reader(LPVOID parameter)
{
    switch (WaitForSingleObject(written, INFINITE)) {
    case WAIT_OBJECT_0:
        printf("reader %d: %s\n", (int)(INT_PTR)parameter, buffer);
        return 1;
    default:
        printf("error %lu\n", GetLastError());
        return 0;
    }
}

int main(void)
{
    int i;

    written = CreateEvent(NULL, TRUE, FALSE, TEXT("BufferWritten"));
    if (written == NULL)
        return 1;
    for (i = 0; i < READERS; i++)
        threads[i] = CreateThread(NULL, 0, reader, (LPVOID)(INT_PTR)i, 0, NULL);
    strcpy(buffer, "all of it");
    if (!SetEvent(written))
        return 2;
    printf("wait: %lu\n", WaitForMultipleObjects(READERS, threads, TRUE, INFINITE));
    printf("still set: %lu\n", WaitForSingleObject(written, 0));
    ResetEvent(written);
    printf("reset: %lu\n", WaitForSingleObject(written, 0));
    CloseHandle(written);
    return 0;
}
