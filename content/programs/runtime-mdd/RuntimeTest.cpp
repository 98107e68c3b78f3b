// RuntimeTest.cpp: the EXE. It lets RuntimeDll.dll allocate one buffer, allocates
// another itself, and shows where both of them lie.
#define UNICODE
#define _UNICODE
#include <windows.h>
#include <tchar.h>
#include <stdio.h>
#include <new>

typedef char *(*ALLOCATE_MEM)(unsigned int size);
typedef void (*FREE_MEM)(char *buffer);

static HMODULE LoadRuntimeDll(void)
{
    TCHAR path[MAX_PATH];
    HMODULE dll = LoadLibrary(_T("RuntimeDll.dll"));

    if (dll == NULL) {
        _tprintf(_T("RuntimeDll.dll cannot be loaded: error %u\n"), GetLastError());
        return NULL;
    }
    GetModuleFileName(dll, path, MAX_PATH);
    _tprintf(_T("Load Module: %s\n"), path);
    return dll;
}

int _tmain(int argc, _TCHAR *argv[])
{
    HMODULE dll = LoadRuntimeDll();
    ALLOCATE_MEM AllocateMem;
    FREE_MEM FreeMem;
    char *dllBuffer;
    char *exeBuffer;

    if (dll == NULL)
        return 1;
    AllocateMem = (ALLOCATE_MEM)GetProcAddress(dll, "AllocateMem");
    FreeMem = (FREE_MEM)GetProcAddress(dll, "FreeMem");

    // The DLL allocates with its own new[] ...
    dllBuffer = AllocateMem(100);
    _tprintf(_T("DLL Alloc Buffer: 0x%p\n"), dllBuffer);

    // ... and the EXE with its own. Do both come from the same heap?
    exeBuffer = new (std::nothrow) char[100];
    _tprintf(_T("Exe Alloc Buffer: 0x%p\n"), exeBuffer);

    // Each goes back to the module that it came from: right in every build.
    FreeMem(dllBuffer);
    delete[] exeBuffer;
    FreeLibrary(dll);
    return 0;
}
