/* dbgcheck.c - questions to the debug heap: is this a block of it, is all well, and who else wants to be asked. */
#ifdef _DEBUG

#include "internal.h"
#include "dbgint.h"
#include <malloc.h>

_CRT_ALLOC_HOOK _pfnAllocHook = NULL;
/* How many calls pass between two checks of the whole heap, and how many have passed. */
static unsigned check_frequency = _CRTDBG_CHECK_DEFAULT_DF;
static unsigned check_counter = 0;

int __cdecl _CheckBytes(const unsigned char *bytes, unsigned char fill, size_t count)
{
    while (count--) {
        if (*bytes++ != fill)
            return FALSE;
    }
    return TRUE;
}

/* Called at each allocation and release: checks everything if that is asked for and due. */
void __cdecl _CrtCheckNow(void)
{
    if (_crtDbgFlag & _CRTDBG_CHECK_ALWAYS_DF) {
        _ASSERTE(_CrtCheckMemory());
    } else if (check_frequency > 0) {
        if (check_counter == check_frequency - 1) {
            _ASSERTE(_CrtCheckMemory());
            check_counter = 0;
        } else {
            check_counter++;
        }
    }
}

_CRTIMP int __cdecl _CrtSetDbgFlag(int fNewBits)
{
    int fOldBits = _crtDbgFlag;

    if (fNewBits != _CRTDBG_REPORT_FLAG) {
        check_frequency = fNewBits & _CRTDBG_CHECK_ALWAYS_DF ? 1 : (fNewBits >> 16) & 0x0ffff;
        check_counter = 0;
        _crtDbgFlag = fNewBits;
    }
    return fOldBits;
}

_CRTIMP int __cdecl _CrtSetCheckCount(int fCheckCount)
{
    (void)fCheckCount;
    return FALSE;
}

_CRTIMP int __cdecl _CrtGetCheckCount(void)
{
    return FALSE;
}

_CRTIMP long __cdecl _CrtSetBreakAlloc(long lNewBreakAlloc)
{
    long lOldBreakAlloc = _crtBreakAlloc;

    _crtBreakAlloc = lNewBreakAlloc;
    return lOldBreakAlloc;
}

_CRTIMP void __cdecl _CrtSetDbgBlockType(void *pUserData, int nBlockUse)
{
    _lock(_HEAP_LOCK);
    if (_CrtIsValidHeapPointer(pUserData)) {
        _ASSERTE(_BLOCK_TYPE_IS_VALID(pHdr(pUserData)->nBlockUse));
        pHdr(pUserData)->nBlockUse = nBlockUse;
    }
    _unlock(_HEAP_LOCK);
}

_CRTIMP _CRT_ALLOC_HOOK __cdecl _CrtSetAllocHook(_CRT_ALLOC_HOOK pfnNewHook)
{
    _CRT_ALLOC_HOOK pfnOldHook = _pfnAllocHook;

    _pfnAllocHook = pfnNewHook;
    return pfnOldHook;
}

_CRTIMP _CRT_ALLOC_HOOK __cdecl _CrtGetAllocHook(void)
{
    return _pfnAllocHook;
}

/* Goes through the headers of all blocks. TRUE: nothing is wrong; otherwise it has been reported. */
_CRTIMP int __cdecl _CrtCheckMemory(void)
{
    int allOkay = TRUE;
    int nHeapCheck;
    _CrtMemBlockHeader *pHead;

    if (!(_crtDbgFlag & _CRTDBG_ALLOC_MEM_DF))
        return TRUE;
    _lock(_HEAP_LOCK);
    nHeapCheck = _heapchk();
    if (nHeapCheck != _HEAPEMPTY && nHeapCheck != _HEAPOK) {
        switch (nHeapCheck) {
        case _HEAPBADBEGIN:
            _RPT0(_CRT_WARN, "_heapchk fails with _HEAPBADBEGIN.\n");
            break;
        case _HEAPBADNODE:
            _RPT0(_CRT_WARN, "_heapchk fails with _HEAPBADNODE.\n");
            break;
        default:
            _RPT0(_CRT_WARN, "_heapchk fails with unknown return value!\n");
            break;
        }
        _unlock(_HEAP_LOCK);
        return FALSE;
    }
    for (pHead = _pFirstBlock; pHead != NULL; pHead = pHead->pBlockHeaderNext) {
        int okay = TRUE;
        char *blockUse = _BLOCK_TYPE_IS_VALID(pHead->nBlockUse) ? _szBlockUseName[_BLOCK_TYPE(pHead->nBlockUse)] : "DAMAGED";

        if (!_CheckBytes(pHead->gap, _bNoMansLandFill, nNoMansLandSize)) {
            _RPT3(_CRT_WARN,
                "HEAP CORRUPTION DETECTED: before %hs block (#%d) at 0x%p.\n"
                "CRT detected that the application wrote to memory before start of heap buffer.\n",
                blockUse, pHead->lRequest, pbData(pHead));
            okay = FALSE;
        }
        if (!_CheckBytes(pbData(pHead) + pHead->nDataSize, _bNoMansLandFill, nNoMansLandSize)) {
            _RPT3(_CRT_WARN,
                "HEAP CORRUPTION DETECTED: after %hs block (#%d) at 0x%p.\n"
                "CRT detected that the application wrote to memory after end of heap buffer.\n",
                blockUse, pHead->lRequest, pbData(pHead));
            okay = FALSE;
        }
        if (pHead->nBlockUse == _FREE_BLOCK && !_CheckBytes(pbData(pHead), _bDeadLandFill, pHead->nDataSize)) {
            _RPT1(_CRT_WARN,
                "HEAP CORRUPTION DETECTED: on top of Free block at 0x%p.\n"
                "CRT detected that the application wrote to a heap buffer that was freed.\n",
                pbData(pHead));
            okay = FALSE;
        }
        if (!okay) {
            if (pHead->szFileName)
                _RPT3(_CRT_WARN, "%hs allocated at file %hs(%d).\n", blockUse, pHead->szFileName, pHead->nLine);
            _RPT3(_CRT_WARN, "%hs located at 0x%p is %Iu bytes long.\n", blockUse, pbData(pHead), pHead->nDataSize);
            allOkay = FALSE;
        }
    }
    _unlock(_HEAP_LOCK);
    return allOkay;
}

_CRTIMP int __cdecl _CrtIsValidPointer(const void *pv, unsigned int nBytes, int bReadWrite)
{
    (void)nBytes;
    (void)bReadWrite;
    return pv != NULL;
}

/* Is it a block of this copy's heap? The operating system's heap is asked for the block that starts with the header. */
_CRTIMP int __cdecl _CrtIsValidHeapPointer(const void *pUserData)
{
    if (!pUserData)
        return FALSE;
    if (!_CrtIsValidPointer(pHdr(pUserData), sizeof(_CrtMemBlockHeader), FALSE))
        return FALSE;
    return HeapValidate(_crtheap, 0, pHdr(pUserData));
}

_CRTIMP int __cdecl _CrtIsMemoryBlock(const void *pUserData, unsigned int nBytes, long *plRequestNumber, char **pszFileName, int *pnLine)
{
    _CrtMemBlockHeader *pHead;
    int retval = FALSE;

    if (plRequestNumber != NULL)
        *plRequestNumber = 0;
    if (pszFileName != NULL)
        *pszFileName = NULL;
    if (pnLine != NULL)
        *pnLine = 0;
    if (!_CrtIsValidHeapPointer(pUserData))
        return FALSE;
    _lock(_HEAP_LOCK);
    pHead = pHdr(pUserData);
    if (_BLOCK_TYPE_IS_VALID(pHead->nBlockUse) && pHead->nDataSize == nBytes && pHead->lRequest <= _lRequestCurr) {
        if (plRequestNumber != NULL)
            *plRequestNumber = pHead->lRequest;
        if (pszFileName != NULL)
            *pszFileName = pHead->szFileName;
        if (pnLine != NULL)
            *pnLine = pHead->nLine;
        retval = TRUE;
    }
    _unlock(_HEAP_LOCK);
    return retval;
}

_CRTIMP int __cdecl _CrtReportBlockType(const void *pUserData)
{
    if (!_CrtIsValidHeapPointer(pUserData))
        return -1;
    return pHdr(pUserData)->nBlockUse;
}

_CRTIMP void __cdecl _CrtDoForAllClientObjects(void(__cdecl *pfn)(void *, void *), void *pContext)
{
    _CrtMemBlockHeader *pHead;

    _VALIDATE_RETURN_VOID(pfn != NULL, EINVAL);
    if (!(_crtDbgFlag & _CRTDBG_ALLOC_MEM_DF))
        return;
    _lock(_HEAP_LOCK);
    for (pHead = _pFirstBlock; pHead != NULL; pHead = pHead->pBlockHeaderNext) {
        if (_BLOCK_TYPE(pHead->nBlockUse) == _CLIENT_BLOCK)
            (*pfn)((void *)pbData(pHead), pContext);
    }
    _unlock(_HEAP_LOCK);
}

#endif
