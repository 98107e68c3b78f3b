/*
 * dbgmalloc.c - malloc and its kin in the debug build.
 *
 * They only add what the debug heap wants to know of a block: that it is a normal block, and that no source file and
 * no line are known. A program that defines _CRTDBG_MAP_ALLOC before it includes crtdbg.h calls _malloc_dbg and the
 * others directly and so gives file and line.
 *
 *     malloc(n)   ->  _nh_malloc_dbg(n, _newmode, _NORMAL_BLOCK, NULL, 0)
 *     calloc      ->  _calloc_dbg
 *     realloc     ->  _realloc_dbg
 *     free        ->  _free_dbg
 *
 * The new-handler flag is _newmode: as long as the program has not called _set_new_mode(1), a malloc without memory
 * gives NULL and asks nobody.
 *
 * The debug heap's own functions:
 *
 *     dbgheap.c   allocation, change of size, release: the header and the fills
 *     dbgcheck.c  questions: is this a block, is all well
 *     dbgdump.c   counts, differences and lists of what is allocated
 *     dbgrpt.c    where reports go
 *     dbghook.c   who else is asked
 */
#ifdef _DEBUG

#include "internal.h"
#include "dbgint.h"
#include <malloc.h>

/* Each of these is the function that programs know from malloc.h. */



/*
 * Memory of a size, or NULL.
 */





#define NO_FILE NULL
#define NO_LINE 0



/* The first frame of the run-time library under operator new. */


_CRTIMP void *__cdecl malloc(size_t size)
{
    return _nh_malloc_dbg(size, _newmode, _NORMAL_BLOCK, NO_FILE, NO_LINE);
}

_CRTIMP void *__cdecl calloc(size_t count, size_t size)
{
    return _calloc_dbg(count, size, _NORMAL_BLOCK, NO_FILE, NO_LINE);
}

_CRTIMP void *__cdecl realloc(void *block, size_t size)
{
    return _realloc_dbg(block, size, _NORMAL_BLOCK, NO_FILE, NO_LINE);
}

_CRTIMP void *__cdecl _recalloc(void *block, size_t count, size_t size)
{
    return _recalloc_dbg(block, count, size, _NORMAL_BLOCK, NO_FILE, NO_LINE);
}

_CRTIMP void *__cdecl _expand(void *block, size_t size)
{
    return _expand_dbg(block, size, _NORMAL_BLOCK, NO_FILE, NO_LINE);
}

_CRTIMP void __cdecl free(void *block)
{
    _free_dbg(block, _NORMAL_BLOCK);
}

_CRTIMP size_t __cdecl _msize(void *block)
{
    return _msize_dbg(block, _NORMAL_BLOCK);
}

#endif
