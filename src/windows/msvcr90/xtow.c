/* xtow.c - numbers to wide strings. */
#ifndef _UNICODE
#define _UNICODE
#endif
#include "xtoa.c"
