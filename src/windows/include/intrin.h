/* intrin.h: what the compiler has as single instructions. It knows these names itself; the header is there to be included. */
#pragma once
#include <crtdefs.h>
