/* A.c: tells which heap its malloc uses. */
#include <malloc.h>

__declspec(dllexport) void *HeapOfA(void)
{
    return (void *)_get_heap_handle();
}
