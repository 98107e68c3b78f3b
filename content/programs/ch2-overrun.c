/*
 * A string that is too long: its tail lands in the header of the next block.
 * Watch the header of `second` at the strcpy: the damage is done there. Who notices, and when?
 */
#include <windows.h>
#include <stdio.h>
#include <string.h>

int main(void)
{
    HANDLE heap = HeapCreate(0, 0x1000, 0x10000);
    char *first = HeapAlloc(heap, 0, 16);
    char *second = HeapAlloc(heap, 0, 16);
    char *third = HeapAlloc(heap, 0, 16);

    strcpy(second, "I am second");
    strcpy(first, "sixteen bytes...!?");                /* 18 characters and the final zero: 3 bytes too many */

    printf("first \"%s\", second \"%s\"\n", first, second);     /* both texts are untouched */
    printf("HeapValidate: first %d, second %d, third %d\n",
        HeapValidate(heap, 0, first), HeapValidate(heap, 0, second), HeapValidate(heap, 0, third));

    printf("HeapFree(first):  %d\n", HeapFree(heap, 0, first));
    printf("HeapFree(second): %d\n", HeapFree(heap, 0, second));

    HeapSetInformation(NULL, HeapEnableTerminationOnCorruption, NULL, 0);
    printf("HeapFree(second), termination on\n");
    HeapFree(heap, 0, second);
    printf("never printed\n");
    return 0;
}
