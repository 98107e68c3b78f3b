/*
 * Each thread has its own chain; what nobody in a thread takes ends the whole process with the exception's code.
 * Facts: Microsoft's "Structured exception handling". Output: by those rules.
 */
#include <windows.h>
#include <stdio.h>

static DWORD WINAPI handles(void *p)
{
    __try { RaiseException(0xE0000000 + (DWORD)p, 0, 0, NULL); }
    __except (EXCEPTION_EXECUTE_HANDLER) { return GetExceptionCode(); }
    return 0;
}

static DWORD WINAPI fails(void *p) { *(int *)p = 1; return 0; }

int main(void)
{
    HANDLE threads[4];
    DWORD code;
    int i;

    for (i = 0; i < 4; i++) threads[i] = CreateThread(NULL, 0, handles, (void *)i, 0, NULL);
    WaitForMultipleObjects(4, threads, TRUE, INFINITE);
    for (i = 0; i < 4; i++) { GetExitCodeThread(threads[i], &code); printf("%08lx\n", code); }
    fflush(stdout);
    SetErrorMode(SEM_NOGPFAULTERRORBOX);
    __try {
        WaitForSingleObject(CreateThread(NULL, 0, fails, NULL, 0, NULL), INFINITE);
        puts("not reached");
    } __except (EXCEPTION_EXECUTE_HANDLER) { puts("another thread's exception does not come here"); }
    return 0;
}
