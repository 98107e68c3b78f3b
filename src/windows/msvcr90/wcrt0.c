/* wcrt0.c - the entry point of a /MT program with wmain. */
#ifndef _UNICODE
#define _UNICODE
#endif
#include "crt0.c"
