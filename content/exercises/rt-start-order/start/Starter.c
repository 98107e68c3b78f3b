/* Starter.c: an EXE built with /MT. Run from breakpoint to breakpoint, and note who comes when. */
#include <stdio.h>

__declspec(dllimport) int Help(void);

static int Early(void)              /* a pointer in .CRT$XCU: what C++ makes of a global object with a constructor */
{
    return 0;
}

#pragma section(".CRT$XCU", read)
__declspec(allocate(".CRT$XCU")) int (*early)(void) = Early;

int main(void)
{
    printf("main: %d\n", Help());
    return 0;
}
