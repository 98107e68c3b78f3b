/* wcrtexew.c - the entry point of a /MD program with wWinMain. */
#ifndef _UNICODE
#define _UNICODE
#endif
#ifndef _WINMAIN_
#define _WINMAIN_
#endif
#include "crtexe.c"
