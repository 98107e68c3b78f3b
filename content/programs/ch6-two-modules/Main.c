/*
 * The EXE and a DLL that it imports have a thread
 * variable each, of the same name and at the same
 * offset. Each module has an index of its own,
 * and each thread a block for each module.
 *
 * Watch the two rows "value": two modules, two
 * threads, four variables.
 */
#include <windows.h>
#include <stdio.h>

__declspec(dllimport) void add(int number);
__declspec(dllimport) int total(void);

static __declspec(thread) int value = 1;

DWORD WINAPI worker(LPVOID unused)
{
    value = 0x20;
    add(0x200);
    Sleep(10);
    printf("worker: the EXE's value %x, the DLL's %x\n", value, total());
    return 0;
}

int main(void)
{
    HANDLE thread = CreateThread(NULL, 0, worker, NULL, 0, NULL);

    value = 0x10;
    add(0x100);
    printf("main:   the EXE's value %x, the DLL's %x\n", value, total());
    WaitForSingleObject(thread, INFINITE);
    return 0;
}
