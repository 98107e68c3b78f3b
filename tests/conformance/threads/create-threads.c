/* Three threads get a record each from the process heap; the creator waits for all of them. Order: open. */
#include <windows.h>
#include <strsafe.h>

#define COUNT 3

typedef struct _JOB {
    int first;
    int second;
} JOB, *PJOB;

static DWORD WINAPI worker(LPVOID parameter)
{
    PJOB job = (PJOB)parameter;
    TCHAR line[64];
    size_t length;
    DWORD written;

    StringCchPrintf(line, 64, TEXT("job %d, %d\n"), job->first, job->second);
    StringCchLength(line, 64, &length);
    WriteFile(GetStdHandle(STD_OUTPUT_HANDLE), line, (DWORD)length, &written, NULL);
    return job->first * 11;
}

int main(void)
{
    HANDLE threads[COUNT];
    DWORD ids[COUNT], code, i, sum = 0;
    PJOB jobs[COUNT];
    char line[64];

    for (i = 0; i < COUNT; i++) {
        jobs[i] = (PJOB)HeapAlloc(GetProcessHeap(), HEAP_ZERO_MEMORY, sizeof(JOB));
        jobs[i]->first = i + 1;
        jobs[i]->second = (i + 1) * 100;
        threads[i] = CreateThread(NULL, 0, worker, jobs[i], 0, &ids[i]);
        if (threads[i] == NULL)
            ExitProcess(3);
    }
    WaitForMultipleObjects(COUNT, threads, TRUE, INFINITE);
    for (i = 0; i < COUNT; i++) {
        GetExitCodeThread(threads[i], &code);
        sum += code;
        if (ids[i] == 0 || ids[i] != GetThreadId(threads[i]))
            ExitProcess(4);
        CloseHandle(threads[i]);
        HeapFree(GetProcessHeap(), 0, jobs[i]);
    }
    StringCchPrintfA(line, 64, "sum of exit codes %lu\n", sum);
    WriteFile(GetStdHandle(STD_OUTPUT_HANDLE), line, (DWORD)strlen(line), &code, NULL);
    return 0;
}
