/* memory.h - the mem functions; they are declared in string.h. */
#include <string.h>
