/* winput.c - formatted input of wide characters. */
#ifndef _UNICODE
#define _UNICODE
#endif
#include "input.c"
