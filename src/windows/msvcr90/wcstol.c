/* wcstol.c - wide strings to whole numbers. */
#ifndef _UNICODE
#define _UNICODE
#endif
#include "strtol.c"
