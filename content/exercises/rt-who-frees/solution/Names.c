/* Names.c: Names.dll makes names, and takes them back. */
#define NAMES_DLL
#include "Names.h"
#include <stdlib.h>
#include <string.h>

char *MakeName(const char *first, const char *second)
{
    char *name = malloc(strlen(first) + strlen(second) + 2);

    strcpy(name, first);
    strcat(name, " ");
    strcat(name, second);
    return name;
}

void FreeName(char *name)
{
    free(name);                     /* the free of the malloc above: the same library, the same heap */
}
