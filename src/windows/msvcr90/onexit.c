/*
 * onexit.c - the table of exit functions of this copy of the library (for DLLs built with /MD, a table of their own:
 * __dllonexit).
 */
#include "internal.h"
#include <malloc.h>

#define MINSIZE 32
#define MINGROW 4
#define MAXGROW 512

/* Puts a function behind the last of a table, which grows if needed. NULL: no memory. */
static _onexit_t _Register(_onexit_t func, _PVFV **pbegin, _PVFV **pend, int *capacity)
{
    int used = (int)(*pend - *pbegin);

    if (used >= *capacity) {
        int more = *capacity == 0 ? MINSIZE : *capacity < MAXGROW ? *capacity : MAXGROW;
        _PVFV *table = (_PVFV *)_realloc_crt(*pbegin, (*capacity + more) * sizeof(_PVFV));

        if (table == NULL)
            return NULL;
        *capacity += more;
        *pbegin = table;
        *pend = table + used;
    }
    *(*pend)++ = (_PVFV)func;
    return func;
}

#ifdef CRTDLL
__declspec(dllexport)
#endif
_onexit_t __cdecl _onexit(_onexit_t func)
{
    static int capacity = 0;
    _onexit_t result;

    _lock(_EXIT_LOCK1);
    result = _Register(func, &__onexitbegin, &__onexitend, &capacity);
    _unlock(_EXIT_LOCK1);
    return result;
}

#ifndef CRTDLL
int __cdecl atexit(_PVFV func)
{
    return _onexit((_onexit_t)func) == NULL ? -1 : 0;
}
#endif

/* For a module's own table: its block says how long it is. */
_CRTIMP _onexit_t __cdecl __dllonexit(_onexit_t func, _PVFV **pbegin, _PVFV **pend)
{
    int capacity;
    _onexit_t result;

    _lock(_EXIT_LOCK1);
    capacity = *pbegin == NULL ? 0 : (int)(_msize(*pbegin) / sizeof(_PVFV));
    result = _Register(func, pbegin, pend, &capacity);
    _unlock(_EXIT_LOCK1);
    return result;
}
