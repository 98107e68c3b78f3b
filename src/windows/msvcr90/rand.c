/* rand.c - pseudo-random numbers: each thread has its own sequence. */
#include "internal.h"

_CRTIMP void __cdecl srand(unsigned int seed)
{
    _getptd()->_holdrand = seed;
}

_CRTIMP int __cdecl rand(void)
{
    _ptiddata ptd = _getptd();

    return (int)(((ptd->_holdrand = ptd->_holdrand * 214013L + 2531011L) >> 16) & 0x7fff);
}
