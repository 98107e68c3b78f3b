/*
 * Copies.c: the EXE, built with /MD. It changes four things that the run-time library keeps, and asks two DLLs what they
 * see of it. Both DLLs are compiled from the same file, Witness.c: one with /MD, one with /MT.
 */
#include <windows.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void Ask(const char *name)
{
    void (*Report)(void) = (void (*)(void))GetProcAddress(LoadLibraryA(name), "Report");

    if (Report != NULL)
        Report();
}

int main(void)
{
    char words[] = "one two three";

    /* Both DLLs are there before anything is changed. */
    LoadLibraryA("SharesIt.dll");
    LoadLibraryA("HasItsOwn.dll");

    _putenv("COLOUR=blue");                             /* the copy's environment */
    srand(2009);                                        /* the state of its rand() */
    strtok(words, " ");                                 /* the place where its strtok() will go on */
    _set_fmode(0x8000 /* _O_BINARY */);                 /* how its fopen() opens by default */

    Ask("SharesIt.dll");
    Ask("HasItsOwn.dll");
    return 0;
}
