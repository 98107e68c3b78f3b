/* dbgdump.c - what is allocated: counts, differences between two moments, and the list of leaks. */
#ifdef _DEBUG

#include "internal.h"
#include "dbgint.h"
#include <ctype.h>

#define MAXPRINT 16

static _CRT_DUMP_CLIENT _pfnDumpClient = NULL;

_CRTIMP _CRT_DUMP_CLIENT __cdecl _CrtSetDumpClient(_CRT_DUMP_CLIENT pfnNewDump)
{
    _CRT_DUMP_CLIENT pfnOldDump = _pfnDumpClient;

    _pfnDumpClient = pfnNewDump;
    return pfnOldDump;
}

_CRTIMP _CRT_DUMP_CLIENT __cdecl _CrtGetDumpClient(void)
{
    return _pfnDumpClient;
}

_CRTIMP void __cdecl _CrtMemCheckpoint(_CrtMemState *state)
{
    _CrtMemBlockHeader *pHead;
    int use;

    _VALIDATE_RETURN_VOID(state != NULL, EINVAL);
    _lock(_HEAP_LOCK);
    state->pBlockHeader = _pFirstBlock;
    for (use = 0; use < _MAX_BLOCKS; use++)
        state->lCounts[use] = state->lSizes[use] = 0;
    for (pHead = _pFirstBlock; pHead != NULL; pHead = pHead->pBlockHeaderNext) {
        if (_BLOCK_TYPE(pHead->nBlockUse) >= 0 && _BLOCK_TYPE(pHead->nBlockUse) < _MAX_BLOCKS) {
            state->lCounts[_BLOCK_TYPE(pHead->nBlockUse)]++;
            state->lSizes[_BLOCK_TYPE(pHead->nBlockUse)] += pHead->nDataSize;
        } else {
            _RPT1(_CRT_WARN, "Bad memory block found at 0x%p.\n", pHead);
        }
    }
    state->lHighWaterCount = _lMaxAlloc;
    state->lTotalCount = _lTotalAlloc;
    _unlock(_HEAP_LOCK);
}

/* TRUE if blocks that a program answers for (not the library's own) have come or gone between the two moments. */
_CRTIMP int __cdecl _CrtMemDifference(_CrtMemState *state, const _CrtMemState *oldState, const _CrtMemState *newState)
{
    int use;
    int bSignificantDifference = FALSE;

    _VALIDATE_RETURN(state != NULL, EINVAL, FALSE);
    _VALIDATE_RETURN(oldState != NULL, EINVAL, FALSE);
    _VALIDATE_RETURN(newState != NULL, EINVAL, FALSE);
    for (use = 0; use < _MAX_BLOCKS; use++) {
        state->lSizes[use] = newState->lSizes[use] - oldState->lSizes[use];
        state->lCounts[use] = newState->lCounts[use] - oldState->lCounts[use];
        if ((state->lSizes[use] != 0 || state->lCounts[use] != 0) && use != _FREE_BLOCK
            && (use != _CRT_BLOCK || (_crtDbgFlag & _CRTDBG_CHECK_CRT_DF)))
            bSignificantDifference = TRUE;
    }
    state->lHighWaterCount = newState->lHighWaterCount - oldState->lHighWaterCount;
    state->lTotalCount = newState->lTotalCount - oldState->lTotalCount;
    state->pBlockHeader = NULL;
    return bSignificantDifference;
}

static void _printMemBlockData(_CrtMemBlockHeader *pHead)
{
    char printbuff[MAXPRINT + 1];
    char valbuff[MAXPRINT * 3 + 1];
    int i, count = (int)min(pHead->nDataSize, MAXPRINT);

    valbuff[0] = '\0';
    for (i = 0; i < count; i++) {
        unsigned char ch = pbData(pHead)[i];

        printbuff[i] = isprint(ch) ? (char)ch : ' ';
        sprintf(&valbuff[i * 3], "%.2X ", ch);
    }
    printbuff[i] = '\0';
    _RPT2(_CRT_WARN, " Data: <%s> %s\n", printbuff, valbuff);
}

static void _printBlock(_CrtMemBlockHeader *pHead)
{
    if (pHead->szFileName != NULL)
        _RPT2(_CRT_WARN, "%hs(%d) : ", pHead->szFileName, pHead->nLine);
    _RPT1(_CRT_WARN, "{%ld} ", pHead->lRequest);
    if (_BLOCK_TYPE(pHead->nBlockUse) == _CLIENT_BLOCK) {
        _RPT3(_CRT_WARN, "client block at 0x%p, subtype %x, %Iu bytes long.\n", pbData(pHead), _BLOCK_SUBTYPE(pHead->nBlockUse),
            pHead->nDataSize);
        if (_pfnDumpClient)
            (*_pfnDumpClient)((void *)pbData(pHead), pHead->nDataSize);
        else
            _printMemBlockData(pHead);
    } else if (pHead->nBlockUse == _NORMAL_BLOCK) {
        _RPT2(_CRT_WARN, "normal block at 0x%p, %Iu bytes long.\n", pbData(pHead), pHead->nDataSize);
        _printMemBlockData(pHead);
    } else if (_BLOCK_TYPE(pHead->nBlockUse) == _CRT_BLOCK) {
        _RPT3(_CRT_WARN, "crt block at 0x%p, subtype %x, %Iu bytes long.\n", pbData(pHead), _BLOCK_SUBTYPE(pHead->nBlockUse),
            pHead->nDataSize);
        _printMemBlockData(pHead);
    }
}

/* Lists all blocks, newest first, down to those that the state knows. */
_CRTIMP void __cdecl _CrtMemDumpAllObjectsSince(const _CrtMemState *state)
{
    _CrtMemBlockHeader *pHead;
    _CrtMemBlockHeader *pStopBlock = NULL;

    _lock(_HEAP_LOCK);
    _RPT0(_CRT_WARN, "Dumping objects ->\n");
    if (state)
        pStopBlock = state->pBlockHeader;
    for (pHead = _pFirstBlock; pHead != NULL && pHead != pStopBlock; pHead = pHead->pBlockHeaderNext) {
        if (_BLOCK_TYPE(pHead->nBlockUse) == _IGNORE_BLOCK || _BLOCK_TYPE(pHead->nBlockUse) == _FREE_BLOCK
            || (_BLOCK_TYPE(pHead->nBlockUse) == _CRT_BLOCK && !(_crtDbgFlag & _CRTDBG_CHECK_CRT_DF)))
            continue;
        _printBlock(pHead);
    }
    _unlock(_HEAP_LOCK);
    _RPT0(_CRT_WARN, "Object dump complete.\n");
}

/* TRUE if there are blocks that nobody has freed; they have been listed. */
_CRTIMP int __cdecl _CrtDumpMemoryLeaks(void)
{
    _CrtMemState msNow;

    _CrtMemCheckpoint(&msNow);
    if (msNow.lCounts[_CLIENT_BLOCK] != 0 || msNow.lCounts[_NORMAL_BLOCK] != 0
        || ((_crtDbgFlag & _CRTDBG_CHECK_CRT_DF) && msNow.lCounts[_CRT_BLOCK] != 0)) {
        _RPT0(_CRT_WARN, "Detected memory leaks!\n");
        _CrtMemDumpAllObjectsSince(NULL);
        return TRUE;
    }
    return FALSE;
}

_CRTIMP void __cdecl _CrtMemDumpStatistics(const _CrtMemState *state)
{
    int use;

    _VALIDATE_RETURN_VOID(state != NULL, EINVAL);
    for (use = 0; use < _MAX_BLOCKS; use++)
        _RPT3(_CRT_WARN, "%Id bytes in %Id %hs Blocks.\n", state->lSizes[use], state->lCounts[use], _szBlockUseName[use]);
    _RPT1(_CRT_WARN, "Largest number used: %Id bytes.\n", state->lHighWaterCount);
    _RPT1(_CRT_WARN, "Total allocations: %Id bytes.\n", state->lTotalCount);
}

#endif
