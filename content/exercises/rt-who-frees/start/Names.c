/* Names.c: Names.dll makes names. */
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
