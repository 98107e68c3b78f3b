/* Reader.c: the EXE uses three names, and gives their memory back. */
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
    }
    return 0;
}
