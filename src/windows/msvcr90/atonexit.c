/*
 * atonexit.c - atexit in a module built with /MD (linked into the module itself).
 *
 * An EXE hands its exit functions to the DLL's table. A DLL keeps a table of its own, which is worked off when the DLL is
 * unloaded: see crtdll.c.
 */
#include "internal.h"

/* -1 in an EXE: there is no own table. */
extern _PVFV *__onexitbegin;
extern _PVFV *__onexitend;

/* The function of msvcr90(d).dll with the same name as the one below. */
extern _onexit_t(__cdecl *_imp___onexit)(_onexit_t);

_onexit_t __cdecl _onexit(_onexit_t func)
{
    if (__onexitbegin == (_PVFV *)-1)
        return (*_imp___onexit)(func);
    return __dllonexit(func, &__onexitbegin, &__onexitend);
}

int __cdecl atexit(_PVFV func)
{
    return _onexit((_onexit_t)func) == NULL ? -1 : 0;
}
