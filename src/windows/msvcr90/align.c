/*
 * align.c - memory with an alignment. In front of the data lies a pointer to the block that malloc gave; in the debug build
 * four bytes ED stand between them.
 */
#include "internal.h"
#include <malloc.h>
#ifdef _DEBUG
#include "dbgint.h"
#define GAP 4
#else
#define GAP 0
#endif

#define PTR_SZ sizeof(void *)

static void **_PointerPlace(void *block)
{
    return (void **)((((uintptr_t)block - GAP) & ~(uintptr_t)(PTR_SZ - 1)) - PTR_SZ);
}

/* block + offset is a multiple of alignment. */
_CRTIMP void *__cdecl _aligned_offset_malloc(size_t size, size_t align, size_t offset)
{
    uintptr_t ptr, r_ptr, t_ptr;
    size_t reserve;

    _VALIDATE_RETURN(align != 0 && (align & (align - 1)) == 0, EINVAL, NULL);
    _VALIDATE_RETURN(offset == 0 || offset < size, EINVAL, NULL);
    align = (align > PTR_SZ ? align : PTR_SZ) - 1;
    t_ptr = (0 - offset) & (PTR_SZ - 1);
    reserve = PTR_SZ + GAP + align + t_ptr;
    if (size + reserve < size) {
        errno = ENOMEM;
        return NULL;
    }
    ptr = (uintptr_t)malloc(size + reserve);
    if (ptr == 0)
        return NULL;
    r_ptr = ((ptr + reserve + offset) & ~(uintptr_t)align) - offset;
    *_PointerPlace((void *)r_ptr) = (void *)ptr;
#ifdef _DEBUG
    memset((void *)((r_ptr & ~(uintptr_t)(PTR_SZ - 1)) - GAP), _bAlignLandFill, GAP);
#endif
    return (void *)r_ptr;
}

_CRTIMP void *__cdecl _aligned_malloc(size_t size, size_t alignment)
{
    return _aligned_offset_malloc(size, alignment, 0);
}

_CRTIMP void __cdecl _aligned_free(void *memblock)
{
    if (memblock == NULL)
        return;
#ifdef _DEBUG
    if (_CheckBytes((unsigned char *)memblock - nNoMansLandSize, _bNoMansLandFill, nNoMansLandSize)) {
        _RPT1(_CRT_ERROR, "The block at 0x%p was not allocated by _aligned routines, use free()", memblock);
        return;
    }
    if (!_CheckBytes((unsigned char *)(((uintptr_t)memblock & ~(uintptr_t)(PTR_SZ - 1)) - GAP), _bAlignLandFill, GAP))
        _RPT1(_CRT_ERROR, "Damage before 0x%p which was allocated by aligned routine\n", memblock);
#endif
    free(*_PointerPlace(memblock));
}

_CRTIMP size_t __cdecl _aligned_msize(void *memblock, size_t align, size_t offset)
{
    char *start;

    _VALIDATE_RETURN(memblock != NULL, EINVAL, (size_t)-1);
    (void)align;
    (void)offset;
    start = (char *)*_PointerPlace(memblock);
    return _msize(start) - (size_t)((char *)memblock - start);
}

_CRTIMP void *__cdecl _aligned_offset_realloc(void *memblock, size_t size, size_t align, size_t offset)
{
    void *result;
    size_t old;

    if (memblock == NULL)
        return _aligned_offset_malloc(size, align, offset);
    if (size == 0) {
        _aligned_free(memblock);
        return NULL;
    }
    result = _aligned_offset_malloc(size, align, offset);
    if (result == NULL)
        return NULL;
    old = _aligned_msize(memblock, align, offset);
    memcpy(result, memblock, old < size ? old : size);
    _aligned_free(memblock);
    return result;
}

_CRTIMP void *__cdecl _aligned_realloc(void *memblock, size_t size, size_t alignment)
{
    return _aligned_offset_realloc(memblock, size, alignment, 0);
}

_CRTIMP void *__cdecl _aligned_offset_recalloc(void *memblock, size_t count, size_t size, size_t align, size_t offset)
{
    size_t old = 0;
    char *result;

    if (count > 0 && _HEAP_MAXREQ / count < size) {
        errno = ENOMEM;
        return NULL;
    }
    size *= count;
    if (memblock != NULL)
        old = _aligned_msize(memblock, align, offset);
    result = (char *)_aligned_offset_realloc(memblock, size, align, offset);
    if (result != NULL && old < size)
        memset(result + old, 0, size - old);
    return result;
}

_CRTIMP void *__cdecl _aligned_recalloc(void *memblock, size_t count, size_t size, size_t alignment)
{
    return _aligned_offset_recalloc(memblock, count, size, alignment, 0);
}

/* What _malloca gave: the marker says where it came from. */
_CRTIMP void *__cdecl _MarkAllocaS(void *block, unsigned int marker)
{
    if (block == NULL)
        return NULL;
    *(unsigned int *)block = marker;
    return (char *)block + _ALLOCA_S_MARKER_SIZE;
}

_CRTIMP void __cdecl _freea(void *block)
{
    if (block == NULL)
        return;
    block = (char *)block - _ALLOCA_S_MARKER_SIZE;
    if (*(unsigned int *)block == _ALLOCA_S_HEAP_MARKER)
        free(block);
}
