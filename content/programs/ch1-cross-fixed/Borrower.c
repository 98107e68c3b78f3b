/*
 * Borrower.c: the EXE, /MT like the DLL: two run-time libraries, two heaps, and no block goes to the wrong one.
 * Watch the heaps: each block appears in one of them and disappears from the same one.
 */
#include <windows.h>
#include <stdio.h>

__declspec(dllimport) char *Lend(void);
__declspec(dllimport) void TakeBack(char *text);
__declspec(dllimport) char *Give(void);

int main(void)
{
    char *lent = Lend();
    char *given = Give();

    printf("%p \"%s\"\n", lent, lent);
    printf("%p \"%s\"\n", given, given);

    TakeBack(lent);                                     /* way 1: back through the DLL */
    HeapFree(GetProcessHeap(), 0, given);               /* way 2: anybody may do this */

    printf("both are back where they came from\n");
    return 0;
}
