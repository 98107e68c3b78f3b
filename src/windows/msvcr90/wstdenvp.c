/* wstdenvp.c - the environment, wide. */
#ifndef _UNICODE
#define _UNICODE
#endif
#include "stdenvp.c"
