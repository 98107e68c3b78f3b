/*
 * Calls of one kilobyte each, going down. Watch StackLimit: it follows, a page at a time.
 * fs:[4], fs:[8] and fs:[E0C] are StackBase, StackLimit and DeallocationStack in the thread's TEB.
 */
#include <windows.h>
#include <intrin.h>
#include <stdio.h>

static void dive(int depth)
{
    char kilobyte[1000];
    kilobyte[0] = (char)depth;                          /* the lowest byte of this frame */
    printf("depth %2d: frame near %p, StackLimit %08lx\n", depth, kilobyte, __readfsdword(8));
    if (depth < 12)
        dive(depth + 1);
}

int main(void)
{
    printf("StackBase %08lx, DeallocationStack %08lx\n", __readfsdword(4), __readfsdword(0xE0C));
    dive(1);
    printf("back in main, StackLimit %08lx\n", __readfsdword(8));    /* it does not go up again */
    return 0;
}
