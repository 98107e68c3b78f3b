/* An interlocked list is last in, first out; depth, flush, and pushes by several threads. */
#include <windows.h>
#include <malloc.h>
#include <stdio.h>

typedef struct _NODE {
    SLIST_ENTRY entry;
    ULONG number;
} NODE, *PNODE;

static PSLIST_HEADER list;

static PNODE node(ULONG number)
{
    PNODE made = (PNODE)_aligned_malloc(sizeof(NODE), MEMORY_ALLOCATION_ALIGNMENT);

    made->number = number;
    return made;
}

static DWORD WINAPI pusher(LPVOID parameter)
{
    ULONG i;

    for (i = 0; i < 50; i++)
        InterlockedPushEntrySList(list, &node((ULONG)(ULONG_PTR)parameter + i)->entry);
    return 0;
}

int main(void)
{
    PSLIST_ENTRY first, entry;
    HANDLE threads[3];
    ULONG i, sum = 0, number = 0;

    list = (PSLIST_HEADER)_aligned_malloc(sizeof(SLIST_HEADER), MEMORY_ALLOCATION_ALIGNMENT);
    InitializeSListHead(list);
    first = InterlockedPopEntrySList(list);
    printf("empty: %d %d\n", first == NULL, QueryDepthSList(list));
    for (i = 1; i <= 10; i++) {
        first = InterlockedPushEntrySList(list, &node(i)->entry);
        if ((i == 1) != (first == NULL))
            return 1;
    }
    printf("depth %d\n", QueryDepthSList(list));
    for (i = 0; i < 10; i++) {
        entry = InterlockedPopEntrySList(list);
        printf("%lu ", ((PNODE)entry)->number);
        _aligned_free(entry);
    }
    printf("\nthen: %d\n", InterlockedPopEntrySList(list) == NULL);
    for (i = 0; i < 3; i++)
        threads[i] = CreateThread(NULL, 0, pusher, (LPVOID)(ULONG_PTR)(i * 1000), 0, NULL);
    WaitForMultipleObjects(3, threads, TRUE, INFINITE);
    printf("depth %d\n", QueryDepthSList(list));
    for (entry = InterlockedFlushSList(list); entry != NULL; entry = entry->Next) {
        sum += ((PNODE)entry)->number;
        number++;
    }
    printf("%lu nodes, sum %lu, left %d\n", number, sum, QueryDepthSList(list));
    return 0;
}
