/* wscanf.c - formatted input of wide characters from streams and strings. */
#ifndef _UNICODE
#define _UNICODE
#endif
#include "scanf.c"
