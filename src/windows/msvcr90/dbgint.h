/*
 * dbgint.h - the block of the debug heap.
 *
 * In memory: header (0x20 bytes, the last four are the gap), the user's data, another gap. All blocks that are not
 * ignored hang in one list, newest first.
 */
#ifndef _INC_DBGINT
#define _INC_DBGINT
#include <crtdbg.h>

#define nNoMansLandSize 4

typedef struct _CrtMemBlockHeader {
    /* The next older block. */
    struct _CrtMemBlockHeader *pBlockHeaderNext;
    /* The next newer one. */
    struct _CrtMemBlockHeader *pBlockHeaderPrev;
    char *szFileName;
    int nLine;
    size_t nDataSize;
    int nBlockUse;
    long lRequest;
    unsigned char gap[nNoMansLandSize];
    /* followed by: unsigned char data[nDataSize]; unsigned char anotherGap[nNoMansLandSize]; */
} _CrtMemBlockHeader;

#define pbData(header) ((unsigned char *)((_CrtMemBlockHeader *)(header) + 1))
#define pHdr(data) (((_CrtMemBlockHeader *)(data)) - 1)

#define _BLOCK_TYPE_IS_VALID(use) \
    (_BLOCK_TYPE(use) == _CLIENT_BLOCK || (use) == _NORMAL_BLOCK || _BLOCK_TYPE(use) == _CRT_BLOCK || (use) == _IGNORE_BLOCK)

#define IGNORE_REQ 0L
#define IGNORE_LINE ((int)0xFEDCBABC)

/* What fills what: see also the aligned allocations. */
#define _bNoMansLandFill 0xFD
#define _bAlignLandFill 0xED
#define _bDeadLandFill 0xDD
#define _bCleanLandFill 0xCD

extern _CrtMemBlockHeader *_pFirstBlock;
extern _CrtMemBlockHeader *_pLastBlock;
extern long _lRequestCurr;
extern size_t _lTotalAlloc;
extern size_t _lCurAlloc;
extern size_t _lMaxAlloc;
extern _CRT_ALLOC_HOOK _pfnAllocHook;
extern char *_szBlockUseName[_MAX_BLOCKS];

int __cdecl _CheckBytes(const unsigned char *bytes, unsigned char fill, size_t count);
void __cdecl _CrtCheckNow(void);
void *__cdecl _nh_malloc_dbg(size_t size, int nhFlag, int use, const char *file, int line);

#endif
