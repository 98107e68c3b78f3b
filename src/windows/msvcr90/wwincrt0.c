/* wwincrt0.c - the entry point of a /MT program with wWinMain. */
#ifndef _UNICODE
#define _UNICODE
#endif
#ifndef _WINMAIN_
#define _WINMAIN_
#endif
#include "crt0.c"
