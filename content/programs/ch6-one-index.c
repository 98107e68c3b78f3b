/*
 * One index, three threads. TlsAlloc gives the
 * process a number; behind that number each
 * thread has a place of its own.
 *
 * Watch the bitmap: one bit for all. Then the
 * columns: each TlsSetValue fills one cell, that
 * of the thread which called.
 */
#include <windows.h>
#include <stdio.h>

DWORD slot;

DWORD WINAPI worker(LPVOID number)
{
    TlsSetValue(slot, number);
    Sleep(10); /* the other threads run meanwhile, and set theirs */
    printf("thread %lx reads %p\n", GetCurrentThreadId(), TlsGetValue(slot));
    return 0;
}

int main(void)
{
    HANDLE threads[2];

    slot = TlsAlloc();
    TlsSetValue(slot, (LPVOID)0x1111);
    threads[0] = CreateThread(NULL, 0, worker, (LPVOID)0x2222, 0, NULL);
    threads[1] = CreateThread(NULL, 0, worker, (LPVOID)0x3333, 0, NULL);
    WaitForMultipleObjects(2, threads, TRUE, INFINITE);
    printf("thread %lx reads %p\n", GetCurrentThreadId(), TlsGetValue(slot));
    TlsFree(slot);
    return 0;
}
