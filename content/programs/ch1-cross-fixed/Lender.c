/* Lender.c: the DLL that lends memory, with two ways to get it back right. */
#include <windows.h>
#include <stdlib.h>
#include <string.h>

/* Way 1: who allocates also frees. The DLL exports both halves. */
__declspec(dllexport) char *Lend(void)
{
    char *text = malloc(32);

    if (text != NULL)
        strcpy(text, "malloc in the DLL");
    return text;
}

__declspec(dllexport) void TakeBack(char *text)
{
    free(text);                     /* the DLL's free, the DLL's heap */
}

/* Way 2: an allocator that belongs to no run-time library. Everybody has the same process heap. */
__declspec(dllexport) char *Give(void)
{
    char *text = HeapAlloc(GetProcessHeap(), 0, 32);

    if (text != NULL)
        strcpy(text, "the process heap");
    return text;
}
