/* malloc.h - the heap of this copy of the run-time library. */
#ifndef _INC_MALLOC
#define _INC_MALLOC
#include <crtdefs.h>
#define _HEAP_MAXREQ 0xFFFFFFE0
#define _HEAPEMPTY (-1)
#define _HEAPOK (-2)
#define _HEAPBADBEGIN (-3)
#define _HEAPBADNODE (-4)
#define _HEAPEND (-5)
#define _HEAPBADPTR (-6)
#define _FREEENTRY 0
#define _USEDENTRY 1
#ifndef _HEAPINFO_DEFINED
typedef struct _heapinfo {
    int *_pentry;
    size_t _size;
    int _useflag;
} _HEAPINFO;
#define _HEAPINFO_DEFINED
#endif
_CRT_BEGIN
#ifndef _CRT_ALLOCATION_DEFINED
#define _CRT_ALLOCATION_DEFINED
_CRTIMP void *__cdecl calloc(size_t count, size_t size);
_CRTIMP void __cdecl free(void *block);
_CRTIMP void *__cdecl malloc(size_t size);
_CRTIMP void *__cdecl realloc(void *block, size_t size);
_CRTIMP void *__cdecl _recalloc(void *block, size_t count, size_t size);
_CRTIMP void __cdecl _aligned_free(void *block);
_CRTIMP void *__cdecl _aligned_malloc(size_t size, size_t alignment);
_CRTIMP void *__cdecl _aligned_offset_malloc(size_t size, size_t alignment, size_t offset);
_CRTIMP void *__cdecl _aligned_realloc(void *block, size_t size, size_t alignment);
_CRTIMP void *__cdecl _aligned_offset_realloc(void *block, size_t size, size_t alignment, size_t offset);
_CRTIMP void *__cdecl _aligned_recalloc(void *block, size_t count, size_t size, size_t alignment);
_CRTIMP void *__cdecl _aligned_offset_recalloc(void *block, size_t count, size_t size, size_t alignment, size_t offset);
_CRTIMP size_t __cdecl _aligned_msize(void *block, size_t alignment, size_t offset);
#endif
_CRTIMP void *__cdecl _expand(void *block, size_t size);
_CRTIMP size_t __cdecl _msize(void *block);
_CRTIMP int __cdecl _heapadd(void *block, size_t size);
_CRTIMP int __cdecl _heapchk(void);
_CRTIMP int __cdecl _heapmin(void);
_CRTIMP int __cdecl _heapset(unsigned int fill);
_CRTIMP int __cdecl _heapwalk(_HEAPINFO *entry);
_CRTIMP size_t __cdecl _heapused(size_t *used, size_t *committed);
_CRTIMP intptr_t __cdecl _get_heap_handle(void);
_CRTIMP int __cdecl _resetstkoflw(void);
void *__cdecl _alloca(size_t size);
#define alloca _alloca
#define _ALLOCA_S_THRESHOLD 1024
#define _ALLOCA_S_STACK_MARKER 0xCCCC
#define _ALLOCA_S_HEAP_MARKER 0xDDDD
#define _ALLOCA_S_MARKER_SIZE 8
#ifdef _DEBUG
#define _malloca(size) _MarkAllocaS(malloc((size) + _ALLOCA_S_MARKER_SIZE), _ALLOCA_S_HEAP_MARKER)
#else
#define _malloca(size) ((((size) + _ALLOCA_S_MARKER_SIZE) <= _ALLOCA_S_THRESHOLD) ? _MarkAllocaS(_alloca((size) + _ALLOCA_S_MARKER_SIZE), _ALLOCA_S_STACK_MARKER) : _MarkAllocaS(malloc((size) + _ALLOCA_S_MARKER_SIZE), _ALLOCA_S_HEAP_MARKER))
#endif
_CRTIMP void *__cdecl _MarkAllocaS(void *block, unsigned int marker);
_CRTIMP void __cdecl _freea(void *block);
_CRT_END
#if defined(_DEBUG) && defined(_CRTDBG_MAP_ALLOC)
#include <crtdbg.h>
#endif
#endif
