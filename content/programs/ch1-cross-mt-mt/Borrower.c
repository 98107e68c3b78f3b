/*
 * Borrower.c: the EXE. It frees, with its own free, a block that the DLL's malloc has made.
 * The source never changes in this chapter: only the switches /MD, /MDd, /MT and /MTd of the two modules do.
 */
#include <windows.h>
#include <errno.h>
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>

__declspec(dllimport) char *Lend(void);
__declspec(dllimport) HANDLE HeapOfLender(void);
__declspec(dllimport) BOOL StillLent(char *text);

int main(void)
{
    char *text = Lend();

    printf("malloc in the DLL uses heap %p\n", HeapOfLender());
    printf("free in the EXE uses heap   %p\n", (void *)_get_heap_handle());
    printf("the block at %p says \"%s\"\n", text, text);

    errno = 0;
    free(text);                     /* whose heap does this look into? */

    printf("free came back, errno %d\n", errno);
    printf("the block is %s\n", StillLent(text) ? "STILL ALLOCATED: it has leaked" : "free");
    return 0;
}
