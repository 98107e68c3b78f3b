/* crtexew.c - the entry point of a /MD program with WinMain. */
#ifndef _WINMAIN_
#define _WINMAIN_
#endif
#include "crtexe.c"
