/*
 * __declspec(thread): the variable's name stands
 * for another address in each thread, and the
 * compiler writes the way there.
 *
 * Step by instruction through line 19: the index,
 * fs:[2Ch], the block, the offset. main writes
 * 100; what does the worker begin with?
 */
#include <windows.h>
#include <stdio.h>

__declspec(thread) int first = 7;
__declspec(thread) int second = 9;
int global = 7;

void store(int value)
{
    second = value;
    global = value;
}

DWORD WINAPI worker(LPVOID unused)
{
    printf("worker: first %d, second %d at %p, global %d\n", first, second, &second, global);
    store(200);
    Sleep(10);
    printf("worker: second %d, global %d\n", second, global);
    return 0;
}

int main(void)
{
    HANDLE thread;

    store(100);
    thread = CreateThread(NULL, 0, worker, NULL, 0, NULL);
    Sleep(5);
    printf("main:   first %d, second %d at %p, global %d\n", first, second, &second, global);
    WaitForSingleObject(thread, INFINITE);
    return 0;
}
