/* Reader.c: the EXE uses three names, and gives their memory back. */
// expect: Ada Lovelace
// expect: Grace Hopper
// expect: Barbara Liskov
// exit: 0
// seeds: 5
// demand: every block freed to the heap it came from
// demand: every block freed
// demand: nothing freed twice
// never: exception
#include "Names.h"
#include <stdio.h>
#include <stdlib.h>

static const char *people[3][2] = { { "Ada", "Lovelace" }, { "Grace", "Hopper" }, { "Barbara", "Liskov" } };

int main(void)
{
    int i;

    for (i = 0; i < 3; i++) {
        char *name = MakeName(people[i][0], people[i][1]);

        printf("%s\n", name);
        FreeName(name);
    }
    return 0;
}
