/* exercise.c: a write that fails, some calls deep. Where it goes and how deep it lies depends on the seed. */
#include <stdlib.h>
#include <windows.h>

EXCEPTION_POINTERS *pointers;       /* what the filter was given */

int look(EXCEPTION_POINTERS *given)
{
    pointers = given;
    return EXCEPTION_EXECUTE_HANDLER;       /* stop here */
}

void deeper(int calls, char *place)
{
    char room[40];

    room[calls % 40] = 1;
    if (calls > 0)
        deeper(calls - 1, place);
    else
        *place = room[0];
}

int main(int argc, char **argv)
{
    unsigned long seed = strtoul(argv[1], NULL, 10);
    char *place = (char *)(0x1000 + seed * 2654435761u % 0xE000);

    __try {
        deeper(3 + seed % 11, place);
    } __except (look(GetExceptionInformation())) {
    }
    return 0;
}
