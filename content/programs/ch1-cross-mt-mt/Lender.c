/* Lender.c: the DLL. It lends a block of memory that its own run-time library has allocated. */
#include <windows.h>
#include <malloc.h>
#include <stdlib.h>
#include <string.h>
#ifdef _DEBUG
#include <crtdbg.h>
#endif

__declspec(dllexport) char *Lend(void)
{
    char *text = malloc(16);

    if (text != NULL)
        strcpy(text, "from the DLL");
    return text;
}

/* The heap that malloc uses in this module. */
__declspec(dllexport) HANDLE HeapOfLender(void)
{
    return (HANDLE)_get_heap_handle();
}

/* Whether the block is still allocated in the heap that it came from. */
__declspec(dllexport) BOOL StillLent(char *text)
{
#ifdef _DEBUG
    return _CrtIsValidHeapPointer(text);
#else
    return HeapValidate((HANDLE)_get_heap_handle(), 0, text);
#endif
}
