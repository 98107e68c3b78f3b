/*
 * dbgheap.c - the debug heap: every block gets a header and a no-man's-land on both sides (dbgint.h), fresh memory is
 * filled with CD, freed memory with DD, and all blocks hang in a list.
 *
 * The static functions stand behind the public one that calls them. So a debugger that knows public names only takes
 * them for more of _nh_malloc_dbg, as it does with the DLL that Visual C++ 2008 came with.
 */
#ifdef _DEBUG

#include "internal.h"
#include "dbgint.h"
#include <malloc.h>

_CRTIMP int _crtDbgFlag = _CRTDBG_ALLOC_MEM_DF | _CRTDBG_CHECK_DEFAULT_DF;
/* The number of the allocation to stop at; -1: none. */
_CRTIMP long _crtBreakAlloc = -1L;

_CrtMemBlockHeader *_pFirstBlock;
_CrtMemBlockHeader *_pLastBlock;
long _lRequestCurr = 1;
size_t _lTotalAlloc;
size_t _lCurAlloc;
size_t _lMaxAlloc;
char *_szBlockUseName[_MAX_BLOCKS] = { "Free", "Normal", "CRT", "Ignore", "Client" };

static void *__cdecl _nh_malloc_dbg_impl(size_t nSize, int nhFlag, int nBlockUse, const char *szFileName, int nLine, int *errno_tmp);
static void *__cdecl _heap_alloc_dbg_impl(size_t nSize, int nBlockUse, const char *szFileName, int nLine, int *errno_tmp);
static void *__cdecl realloc_help(void *pUserData, size_t nNewSize, int nBlockUse, const char *szFileName, int nLine, int fRealloc);
static void __cdecl _free_dbg_nolock(void *pUserData, int nBlockUse);

_CRTIMP void *__cdecl _malloc_dbg(size_t nSize, int nBlockUse, const char *szFileName, int nLine)
{
    return _nh_malloc_dbg(nSize, _newmode, nBlockUse, szFileName, nLine);
}

/* Allocates and sets errno when there is no memory. nhFlag: ask the new handler and try again. */
void *__cdecl _nh_malloc_dbg(size_t nSize, int nhFlag, int nBlockUse, const char *szFileName, int nLine)
{
    int errno_tmp = 0;
    void *pvBlk = _nh_malloc_dbg_impl(nSize, nhFlag, nBlockUse, szFileName, nLine, &errno_tmp);

    if (pvBlk == NULL && errno_tmp != 0 && _errno())
        errno = errno_tmp;
    return pvBlk;
}

static void *__cdecl _nh_malloc_dbg_impl(size_t nSize, int nhFlag, int nBlockUse, const char *szFileName, int nLine, int *errno_tmp)
{
    void *pvBlk;

    for (;;) {
        pvBlk = _heap_alloc_dbg_impl(nSize, nBlockUse, szFileName, nLine, errno_tmp);
        if (pvBlk != NULL)
            return pvBlk;
        if (nhFlag == 0) {
            *errno_tmp = ENOMEM;
            return pvBlk;
        }
        if (!_callnewh(nSize)) {
            *errno_tmp = ENOMEM;
            return NULL;
        }
    }
}

/* Writes the header, hangs the block in the list (unless it is to be ignored) and fills gaps and data. */
static void _InitBlock(_CrtMemBlockHeader *pHead, size_t nSize, int nBlockUse, const char *szFileName, int nLine, long lRequest, int fIgnore)
{
    if (fIgnore) {
        pHead->pBlockHeaderNext = NULL;
        pHead->pBlockHeaderPrev = NULL;
        pHead->szFileName = NULL;
        pHead->nLine = IGNORE_LINE;
        pHead->nDataSize = nSize;
        pHead->nBlockUse = _IGNORE_BLOCK;
        pHead->lRequest = IGNORE_REQ;
    } else {
        _lTotalAlloc = SIZE_MAX - _lTotalAlloc > nSize ? _lTotalAlloc + nSize : SIZE_MAX;
        _lCurAlloc += nSize;
        if (_lCurAlloc > _lMaxAlloc)
            _lMaxAlloc = _lCurAlloc;
        if (_pFirstBlock)
            _pFirstBlock->pBlockHeaderPrev = pHead;
        else
            _pLastBlock = pHead;
        pHead->pBlockHeaderNext = _pFirstBlock;
        pHead->pBlockHeaderPrev = NULL;
        pHead->szFileName = (char *)szFileName;
        pHead->nLine = nLine;
        pHead->nDataSize = nSize;
        pHead->nBlockUse = nBlockUse;
        pHead->lRequest = lRequest;
        _pFirstBlock = pHead;
    }
    memset(pHead->gap, _bNoMansLandFill, nNoMansLandSize);
    memset(pbData(pHead) + nSize, _bNoMansLandFill, nNoMansLandSize);
    memset(pbData(pHead), _bCleanLandFill, nSize);
}

static void *__cdecl _heap_alloc_dbg_impl(size_t nSize, int nBlockUse, const char *szFileName, int nLine, int *errno_tmp)
{
    long lRequest;
    int fIgnore = FALSE;
    _CrtMemBlockHeader *pHead;
    void *retval = NULL;

    _lock(_HEAP_LOCK);
    _CrtCheckNow();
    lRequest = _lRequestCurr;
    if (_crtBreakAlloc != -1L && lRequest == _crtBreakAlloc)
        _CrtDbgBreak();
    if (_pfnAllocHook && !(*_pfnAllocHook)(_HOOK_ALLOC, NULL, nSize, nBlockUse, lRequest, (const unsigned char *)szFileName, nLine)) {
        if (szFileName)
            _RPT2(_CRT_WARN, "Client hook allocation failure at file %hs line %d.\n", szFileName, nLine);
        else
            _RPT0(_CRT_WARN, "Client hook allocation failure.\n");
    } else {
        if (_BLOCK_TYPE(nBlockUse) != _CRT_BLOCK && !(_crtDbgFlag & _CRTDBG_ALLOC_MEM_DF))
            fIgnore = TRUE;
        if (nSize > (size_t)(_HEAP_MAXREQ - nNoMansLandSize - sizeof(_CrtMemBlockHeader))) {
            _RPT1(_CRT_ERROR, "Invalid allocation size: %Iu bytes.\n", nSize);
            *errno_tmp = ENOMEM;
        } else {
            if (!_BLOCK_TYPE_IS_VALID(nBlockUse))
                _RPT0(_CRT_ERROR, "Error: memory allocation: bad memory block type.\n");
            pHead = (_CrtMemBlockHeader *)_heap_alloc_base(sizeof(_CrtMemBlockHeader) + nSize + nNoMansLandSize);
            if (pHead == NULL) {
                *errno_tmp = ENOMEM;
            } else {
                ++_lRequestCurr;
                _InitBlock(pHead, nSize, nBlockUse, szFileName, nLine, lRequest, fIgnore);
                retval = pbData(pHead);
            }
        }
    }
    _unlock(_HEAP_LOCK);
    return retval;
}

_CRTIMP void *__cdecl _calloc_dbg(size_t nNum, size_t nSize, int nBlockUse, const char *szFileName, int nLine)
{
    void *pvBlk;

    if (nNum > 0 && _HEAP_MAXREQ / nNum < nSize) {
        errno = ENOMEM;
        return NULL;
    }
    nSize *= nNum;
    pvBlk = _nh_malloc_dbg(nSize, _newmode, nBlockUse, szFileName, nLine);
    if (pvBlk)
        memset(pvBlk, 0, nSize);
    return pvBlk;
}

_CRTIMP void *__cdecl _realloc_dbg(void *pUserData, size_t nNewSize, int nBlockUse, const char *szFileName, int nLine)
{
    void *pvBlk;

    _lock(_HEAP_LOCK);
    pvBlk = realloc_help(pUserData, nNewSize, nBlockUse, szFileName, nLine, TRUE);
    _unlock(_HEAP_LOCK);
    return pvBlk;
}

_CRTIMP void *__cdecl _expand_dbg(void *pUserData, size_t nNewSize, int nBlockUse, const char *szFileName, int nLine)
{
    void *pvBlk;

    _VALIDATE_RETURN(pUserData != NULL, EINVAL, NULL);
    _lock(_HEAP_LOCK);
    pvBlk = realloc_help(pUserData, nNewSize, nBlockUse, szFileName, nLine, FALSE);
    _unlock(_HEAP_LOCK);
    return pvBlk;
}

_CRTIMP void *__cdecl _recalloc_dbg(void *pUserData, size_t nNum, size_t nSize, int nBlockUse, const char *szFileName, int nLine)
{
    size_t nOldSize = 0;
    char *pvBlk;

    if (nNum > 0 && _HEAP_MAXREQ / nNum < nSize) {
        errno = ENOMEM;
        return NULL;
    }
    nSize *= nNum;
    if (pUserData != NULL)
        nOldSize = _msize_dbg(pUserData, nBlockUse);
    pvBlk = (char *)_realloc_dbg(pUserData, nSize, nBlockUse, szFileName, nLine);
    if (pvBlk != NULL && nOldSize < nSize)
        memset(pvBlk + nOldSize, 0, nSize - nOldSize);
    return pvBlk;
}

/* Is the block one of ours and of the kind the caller thinks? Reports and gives FALSE if not. */
static int _CheckBlockForRealloc(_CrtMemBlockHeader *pHead, void *pUserData)
{
    if (_BLOCK_TYPE(pHead->nBlockUse) == _FREE_BLOCK || !_CrtIsValidHeapPointer(pUserData)) {
        _ASSERTE(_CrtIsValidHeapPointer(pUserData));
        return FALSE;
    }
    if (pHead->nBlockUse == _IGNORE_BLOCK) {
        _ASSERTE(pHead->nLine == IGNORE_LINE && pHead->lRequest == IGNORE_REQ);
    } else if (pHead->nDataSize > _HEAP_MAXREQ || _lTotalAlloc < pHead->nDataSize) {
        _RPT1(_CRT_ERROR, "Error: possible heap corruption at or near 0x%p", pUserData);
        errno = EINVAL;
        return FALSE;
    }
    return TRUE;
}

static void *__cdecl realloc_help(void *pUserData, size_t nNewSize, int nBlockUse, const char *szFileName, int nLine, int fRealloc)
{
    long lRequest;
    int fIgnore;
    _CrtMemBlockHeader *pOldBlock, *pNewBlock;
    size_t nOldSize;

    if (pUserData == NULL)
        return _malloc_dbg(nNewSize, nBlockUse, szFileName, nLine);
    if (fRealloc && nNewSize == 0) {
        _free_dbg(pUserData, nBlockUse);
        return NULL;
    }
    _CrtCheckNow();
    lRequest = _lRequestCurr;
    if (_crtBreakAlloc != -1L && lRequest == _crtBreakAlloc)
        _CrtDbgBreak();
    if (_pfnAllocHook && !(*_pfnAllocHook)(_HOOK_REALLOC, pUserData, nNewSize, nBlockUse, lRequest, (const unsigned char *)szFileName, nLine)) {
        _RPT0(_CRT_WARN, "Client hook re-allocation failure.\n");
        return NULL;
    }
    if (nNewSize > (size_t)(_HEAP_MAXREQ - nNoMansLandSize - sizeof(_CrtMemBlockHeader))) {
        _RPT1(_CRT_ERROR, "Invalid allocation size: %Iu bytes.\n", nNewSize);
        errno = ENOMEM;
        return NULL;
    }
    pOldBlock = pHdr(pUserData);
    if (!_CheckBlockForRealloc(pOldBlock, pUserData))
        return NULL;
    fIgnore = pOldBlock->nBlockUse == _IGNORE_BLOCK;
    nOldSize = pOldBlock->nDataSize;
    pNewBlock = (_CrtMemBlockHeader *)(fRealloc ? _realloc_base(pOldBlock, sizeof(_CrtMemBlockHeader) + nNewSize + nNoMansLandSize)
                                                : _expand_base(pOldBlock, sizeof(_CrtMemBlockHeader) + nNewSize + nNoMansLandSize));
    if (pNewBlock == NULL) {
        errno = ENOMEM;
        return NULL;
    }
    ++_lRequestCurr;
    if (nNewSize > nOldSize)
        memset(pbData(pNewBlock) + nOldSize, _bCleanLandFill, nNewSize - nOldSize);
    memset(pbData(pNewBlock) + nNewSize, _bNoMansLandFill, nNoMansLandSize);
    if (!fIgnore) {
        _lTotalAlloc = SIZE_MAX - _lTotalAlloc > nNewSize ? _lTotalAlloc + nNewSize : SIZE_MAX;
        _lCurAlloc = _lCurAlloc - nOldSize + nNewSize;
        if (_lCurAlloc > _lMaxAlloc)
            _lMaxAlloc = _lCurAlloc;
        pNewBlock->szFileName = (char *)szFileName;
        pNewBlock->nLine = nLine;
        pNewBlock->lRequest = lRequest;
    }
    pNewBlock->nDataSize = nNewSize;
    if (fIgnore)
        return pbData(pNewBlock);
    /* The block may have moved: its neighbours are told, and it becomes the newest. */
    if (pNewBlock->pBlockHeaderNext)
        pNewBlock->pBlockHeaderNext->pBlockHeaderPrev = pNewBlock->pBlockHeaderPrev;
    else
        _pLastBlock = pNewBlock->pBlockHeaderPrev;
    if (pNewBlock->pBlockHeaderPrev)
        pNewBlock->pBlockHeaderPrev->pBlockHeaderNext = pNewBlock->pBlockHeaderNext;
    else
        _pFirstBlock = pNewBlock->pBlockHeaderNext;
    if (_pFirstBlock)
        _pFirstBlock->pBlockHeaderPrev = pNewBlock;
    else
        _pLastBlock = pNewBlock;
    pNewBlock->pBlockHeaderNext = _pFirstBlock;
    pNewBlock->pBlockHeaderPrev = NULL;
    _pFirstBlock = pNewBlock;
    return pbData(pNewBlock);
}

_CRTIMP void __cdecl _free_dbg(void *pUserData, int nBlockUse)
{
    _lock(_HEAP_LOCK);
    _free_dbg_nolock(pUserData, nBlockUse);
    _unlock(_HEAP_LOCK);
}

/* Says that bytes in front of or behind the data are not what they were. */
static void _ReportOverrun(_CrtMemBlockHeader *pHead, int fBefore)
{
    char *szUse = _szBlockUseName[_BLOCK_TYPE(pHead->nBlockUse)];
    char *szSide = fBefore ? "before" : "after";
    char *szWhere = fBefore ? "before start" : "after end";

    if (pHead->szFileName) {
        _RPT_BASE((_CRT_ERROR, NULL, 0, NULL,
            "HEAP CORRUPTION DETECTED: %hs %hs block (#%d) at 0x%p.\n"
            "CRT detected that the application wrote to memory %hs of heap buffer.\n"
            "\nMemory allocated at %hs(%d).\n",
            szSide, szUse, pHead->lRequest, pbData(pHead), szWhere, pHead->szFileName, pHead->nLine));
    } else {
        _RPT_BASE((_CRT_ERROR, NULL, 0, NULL,
            "HEAP CORRUPTION DETECTED: %hs %hs block (#%d) at 0x%p.\n"
            "CRT detected that the application wrote to memory %hs of heap buffer.\n",
            szSide, szUse, pHead->lRequest, pbData(pHead), szWhere));
    }
}

/* Blocks of _aligned_malloc have a gap of their own in front; the pointer to the real block lies before it. */
static int _IsAligned(void *pUserData)
{
    return _CheckBytes((unsigned char *)((uintptr_t)pUserData & ~(sizeof(uintptr_t) - 1)) - nNoMansLandSize, _bAlignLandFill, nNoMansLandSize);
}

static void __cdecl _free_dbg_nolock(void *pUserData, int nBlockUse)
{
    _CrtMemBlockHeader *pHead;

    _CrtCheckNow();
    if (pUserData == NULL)
        return;
    if (nBlockUse == _NORMAL_BLOCK && _IsAligned(pUserData)) {
        _RPT1(_CRT_ERROR, "The Block at 0x%p was allocated by aligned routines, use _aligned_free()", pUserData);
        errno = EINVAL;
        return;
    }
    if (_pfnAllocHook && !(*_pfnAllocHook)(_HOOK_FREE, pUserData, 0, nBlockUse, 0L, NULL, 0)) {
        _RPT0(_CRT_WARN, "Client hook free failure.\n");
        return;
    }
    _ASSERTE(_CrtIsValidHeapPointer(pUserData));
    pHead = pHdr(pUserData);
    _ASSERTE(_BLOCK_TYPE_IS_VALID(pHead->nBlockUse));
    if (!(_crtDbgFlag & _CRTDBG_CHECK_ALWAYS_DF)) {
        if (!_CheckBytes(pHead->gap, _bNoMansLandFill, nNoMansLandSize))
            _ReportOverrun(pHead, TRUE);
        if (!_CheckBytes(pbData(pHead) + pHead->nDataSize, _bNoMansLandFill, nNoMansLandSize))
            _ReportOverrun(pHead, FALSE);
    }
    if (pHead->nBlockUse == _IGNORE_BLOCK) {
        _ASSERTE(pHead->nLine == IGNORE_LINE && pHead->lRequest == IGNORE_REQ);
        memset(pHead, _bDeadLandFill, sizeof(_CrtMemBlockHeader) + pHead->nDataSize + nNoMansLandSize);
        _free_base(pHead);
        return;
    }
    /* A CRT block may be freed as a normal one: the program got it from the library. */
    if (pHead->nBlockUse == _CRT_BLOCK && nBlockUse == _NORMAL_BLOCK)
        nBlockUse = _CRT_BLOCK;
    _ASSERTE(pHead->nBlockUse == nBlockUse);
    _lCurAlloc -= pHead->nDataSize;
    if (_crtDbgFlag & _CRTDBG_DELAY_FREE_MEM_DF) {
        pHead->nBlockUse = _FREE_BLOCK;
        memset(pbData(pHead), _bDeadLandFill, pHead->nDataSize);
        return;
    }
    if (pHead->pBlockHeaderNext) {
        pHead->pBlockHeaderNext->pBlockHeaderPrev = pHead->pBlockHeaderPrev;
    } else {
        _ASSERTE(_pLastBlock == pHead);
        _pLastBlock = pHead->pBlockHeaderPrev;
    }
    if (pHead->pBlockHeaderPrev) {
        pHead->pBlockHeaderPrev->pBlockHeaderNext = pHead->pBlockHeaderNext;
    } else {
        _ASSERTE(_pFirstBlock == pHead);
        _pFirstBlock = pHead->pBlockHeaderNext;
    }
    memset(pHead, _bDeadLandFill, sizeof(_CrtMemBlockHeader) + pHead->nDataSize + nNoMansLandSize);
    _free_base(pHead);
}

_CRTIMP size_t __cdecl _msize_dbg(void *pUserData, int nBlockUse)
{
    size_t nSize;

    (void)nBlockUse;
    _VALIDATE_RETURN(pUserData != NULL, EINVAL, (size_t)-1);
    _lock(_HEAP_LOCK);
    _CrtCheckNow();
    _ASSERTE(_CrtIsValidHeapPointer(pUserData));
    nSize = pHdr(pUserData)->nDataSize;
    _unlock(_HEAP_LOCK);
    return nSize;
}

_CRTIMP char *__cdecl _strdup_dbg(const char *string, int nBlockUse, const char *szFileName, int nLine)
{
    size_t size;
    char *copy;

    if (string == NULL)
        return NULL;
    size = strlen(string) + 1;
    copy = (char *)_malloc_dbg(size, nBlockUse, szFileName, nLine);
    if (copy != NULL)
        memcpy(copy, string, size);
    return copy;
}

#endif
