/*
 * One block freed twice. HeapFree looks at the BUSY bit in the header first, so it can tell.
 * Watch what it does with that knowledge: first nothing, then, once we ask for it, the end of the process.
 */
#include <windows.h>
#include <stdio.h>

int main(void)
{
    HANDLE heap = HeapCreate(0, 0x1000, 0x10000);
    char *a = HeapAlloc(heap, 0, 24);
    char *b = HeapAlloc(heap, 0, 24);                   /* a wall: a stays a block of its own when it is free */

    printf("a %p, b %p\n", a, b);
    printf("first free of a:  %d\n", HeapFree(heap, 0, a));
    printf("second free of a: %d\n", HeapFree(heap, 0, a));     /* FALSE: and who reads that? */

    HeapSetInformation(NULL, HeapEnableTerminationOnCorruption, NULL, 0);
    printf("third free of a, termination on\n");
    HeapFree(heap, 0, a);
    printf("never printed\n");
    return 0;
}
