/* woutput.c - formatted output of wide characters. */
#ifndef _UNICODE
#define _UNICODE
#endif
#include "output.c"
