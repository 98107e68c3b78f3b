/*
 * Sixteen pages of addresses, no memory: each
 * page is committed by a filter when it is first
 * touched.
 * Watch the map of the address space: one page
 * more at each exception; and no write is lost.
 */
#include <windows.h>
#include <stdio.h>

#define PAGE 4096
#define PAGES 16

static char *base;
static int exceptions;

static int commitPage(EXCEPTION_POINTERS *exception)
{
    EXCEPTION_RECORD *record = exception->ExceptionRecord;
    char *address = (char *)record->ExceptionInformation[1];

    if (record->ExceptionCode != STATUS_ACCESS_VIOLATION || address < base || address >= base + PAGES * PAGE)
        return EXCEPTION_CONTINUE_SEARCH;   /* not ours */
    exceptions++;
    if (VirtualAlloc(address, PAGE, MEM_COMMIT, PAGE_READWRITE) == NULL)
        return EXCEPTION_EXECUTE_HANDLER;
    return EXCEPTION_CONTINUE_EXECUTION;    /* once more */
}

int main(void)
{
    int i, sum = 0;

    base = VirtualAlloc(NULL, PAGES * PAGE, MEM_RESERVE, PAGE_NOACCESS);
    __try {
        for (i = 0; i < PAGES * PAGE; i += 256)
            base[i] = 1;
        for (i = 0; i < PAGES * PAGE; i += 256)
            sum += base[i];
        printf("%d writes, %d exceptions, sum %d\n", PAGES * PAGE / 256, exceptions, sum);
    } __except (commitPage(GetExceptionInformation())) {
        printf("out of memory\n");
    }
    return 0;
}
