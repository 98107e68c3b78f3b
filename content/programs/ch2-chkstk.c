/*
 * A frame of 20 KB, twice. The first has the compiler's page probe; the second jumps over the guard page.
 * Watch StackLimit after the first, and what becomes of the second.
 */
#include <windows.h>
#include <intrin.h>
#include <stdio.h>

static void probed(void)
{
    char big[0x5000];                                   /* more than a page: the compiler calls _chkstk */
    big[0] = 1;
    printf("probed:   wrote at %p, StackLimit %08lx\n", big, __readfsdword(8));
}

static void leap(void)
{
    __asm {
        mov     eax, fs:[8]                             /* the end of the committed stack */
        mov     byte ptr [eax-3000h], 1                 /* two pages below the guard page */
    }
}

int main(void)
{
    printf("at first: StackLimit %08lx\n", __readfsdword(8));
    probed();
    printf("leap:     writes below the guard page\n");
    leap();
    printf("never printed\n");
    return 0;
}
