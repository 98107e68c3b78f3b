/* wstdargv.c - takes the command line apart, wide. */
#ifndef _UNICODE
#define _UNICODE
#endif
#include "stdargv.c"
