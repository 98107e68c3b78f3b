/* wincrt0.c - the entry point of a /MT program with WinMain. */
#ifndef _WINMAIN_
#define _WINMAIN_
#endif
#include "crt0.c"
