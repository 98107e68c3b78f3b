/* StaticDll.c: a DLL built with /MTd. The whole run-time library is inside it, with a heap of its own. */
#include <windows.h>
#include <malloc.h>

__declspec(dllexport) HANDLE HeapOfStaticDll(void)
{
    return (HANDLE)_get_heap_handle();
}
