/* exercise.c: 64 KB are reserved, and nothing is committed. The filter is to bring pages in as they are touched. */
#include <stdio.h>
#include <windows.h>

#define SIZE 0x10000
#define PAGE 0x1000

char *range;
int committed = 0;

int supply(EXCEPTION_POINTERS *given)
{
    char *place = (char *)given->ExceptionRecord->ExceptionInformation[1];

    if (place >= range && place < range + SIZE) {
        VirtualAlloc(place, 1, MEM_COMMIT, PAGE_READWRITE);
        committed++;
    }
    return EXCEPTION_CONTINUE_EXECUTION;
}

void fill(char *from, unsigned size)
{
    __try {
        unsigned i;

        for (i = 0; i < size; i += 512)
            from[i] = 1;
        printf("filled, %d pages\n", committed);
    } __except (supply(GetExceptionInformation())) {
        printf("gave up, %d pages\n", committed);
    }
}

int main(void)
{
    range = VirtualAlloc(NULL, SIZE, MEM_RESERVE, PAGE_READWRITE);
    fill(range, 5 * PAGE);                  /* is to succeed, with 5 pages */
    fill(range + 3 * PAGE, 6 * PAGE);       /* is to succeed, with 9 pages by then */
    fill(NULL, PAGE);                       /* is not to be helped */
    return 0;
}
