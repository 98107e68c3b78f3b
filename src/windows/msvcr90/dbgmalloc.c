/*
 * dbgmalloc.c - malloc and its kin in the debug build.
 *
 * They only add what the debug heap wants to know of a block: that it is a normal block, and that no source file and
 * no line are known. A program that defines _CRTDBG_MAP_ALLOC before it includes crtdbg.h calls _malloc_dbg and the
 * others directly and so gives file and line.
 *
 *     malloc(n)       _nh_malloc_dbg(n, _newmode, _NORMAL_BLOCK, NULL, 0)
 *     calloc(k, n)    _calloc_dbg(k, n, _NORMAL_BLOCK, NULL, 0)
 *     realloc(p, n)   _realloc_dbg(p, n, _NORMAL_BLOCK, NULL, 0)
 *     free(p)         _free_dbg(p, _NORMAL_BLOCK)
 *
 * The new-handler flag is _newmode: as long as the program has not called _set_new_mode(1), a malloc without memory
 * gives NULL and asks nobody.
 *
 * The debug heap's own files:
 *
 *     dbgheap.c    allocation, change of size, release: the header and the fills
 *     dbgcheck.c   questions: is this a block, is all well; hooks
 *     dbgdump.c    counts, differences and lists of what is allocated
 *     dbgrpt.c     where reports go
 *     dbgint.h     the header of a block
 *
 * The way of an allocation, outermost first:
 *
 *     malloc                  here
 *     _nh_malloc_dbg          dbgheap.c   sets errno if there is no memory
 *     _nh_malloc_dbg_impl     dbgheap.c   asks the new handler and tries again
 *     _heap_alloc_dbg_impl    dbgheap.c   the hook, the header, the list, the fills
 *     _heap_alloc_base        malloc.c    asks the heap of Windows
 *     RtlAllocateHeap         ntdll       (HeapAlloc is its other name)
 *
 * and of a release:
 *
 *     free                    here
 *     _free_dbg, _free_dbg_nolock   dbgheap.c   checks, list, fills
 *     _free_base              free.c      gives the block back
 *     HeapFree, RtlFreeHeap   kernel32, ntdll
 */
#ifdef _DEBUG

#include "internal.h"
#include "dbgint.h"
#include <malloc.h>

/* None of these functions knows where it was called from. */
#define NO_FILE NULL
#define NO_LINE 0

/*
 * Memory of at least size bytes, filled with CD; NULL and ENOMEM if there is none. The heap of Windows is asked for 36
 * bytes more than size: header, gap, gap.
 */
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
