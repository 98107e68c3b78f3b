/*
 * Six hundred handles: more than one page of the table can hold.
 * Watch the pages in the handle lens, and the value that is left out.
 */
#include <windows.h>
#include <stdio.h>

#define COUNT 600

HANDLE events[COUNT];

int main(void)
{
    int i;

    for (i = 0; i < COUNT; i++) {
        events[i] = CreateEvent(NULL, FALSE, FALSE, NULL);
        if (i > 0 && (DWORD_PTR)events[i] != (DWORD_PTR)events[i - 1] + 4)
            printf("after %p comes %p\n", events[i - 1], events[i]);
    }
    printf("first %p, last %p\n", events[0], events[COUNT - 1]);

    for (i = 0; i < COUNT; i++)
        CloseHandle(events[i]);
    printf("and now: %p\n", CreateEvent(NULL, FALSE, FALSE, NULL)); /* last freed, first used */
    return 0;
}
