// RuntimeDll.cpp: the DLL. It allocates and frees on behalf of others.
#include <windows.h>
#include <new>

BOOL APIENTRY DllMain(HMODULE module, DWORD reason, LPVOID reserved)
{
    return TRUE;
}

extern "C" __declspec(dllexport) char *AllocateMem(unsigned int size)
{
    char *buffer;

    buffer = new (std::nothrow) char[size];
    return buffer;
}

extern "C" __declspec(dllexport) void FreeMem(char *buffer)
{
    delete[] buffer;
}
