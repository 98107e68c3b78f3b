/* C.c: tells which heap its malloc uses. */
#include <malloc.h>

__declspec(dllexport) void *HeapOfC(void)
{
    return (void *)_get_heap_handle();
}
