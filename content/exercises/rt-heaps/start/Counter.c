/* Counter.c: the EXE, /MT. A.dll and B.dll are built with /MD, C.dll with /MTd. */
#include <malloc.h>
#include <stdio.h>

__declspec(dllimport) void *HeapOfA(void);
__declspec(dllimport) void *HeapOfB(void);
__declspec(dllimport) void *HeapOfC(void);

int main(void)
{
    void *heap[4];
    int different = 0, i, j;

    heap[0] = (void *)_get_heap_handle();
    heap[1] = HeapOfA();
    heap[2] = HeapOfB();
    heap[3] = HeapOfC();

    for (i = 0; i < 4; i++) {
        for (j = 0; j < i && heap[j] != heap[i]; j++)
            ;
        if (j == i)
            different++;
        printf("malloc in %s uses heap %p\n", i == 0 ? "the EXE" : i == 1 ? "A.dll" : i == 2 ? "B.dll" : "C.dll", heap[i]);
    }
    printf("different heaps: %d\n", different);
    return 0;
}
