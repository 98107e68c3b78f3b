/* wcrtexe.c - the entry point of a /MD program with wmain. */
#ifndef _UNICODE
#define _UNICODE
#endif
#include "crtexe.c"
