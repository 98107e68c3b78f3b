/* crtdbg.h - the debug heap, reports and assertions. In release builds all of it disappears. */
#ifndef _INC_CRTDBG
#define _INC_CRTDBG
#include <crtdefs.h>

typedef void *_HFILE;
#define _CRT_WARN 0
#define _CRT_ERROR 1
#define _CRT_ASSERT 2
#define _CRT_ERRCNT 3
#define _CRTDBG_MODE_FILE 0x1
#define _CRTDBG_MODE_DEBUG 0x2
#define _CRTDBG_MODE_WNDW 0x4
#define _CRTDBG_REPORT_MODE (-1)
#define _CRTDBG_INVALID_HFILE ((_HFILE)-1)
#define _CRTDBG_HFILE_ERROR ((_HFILE)-2)
#define _CRTDBG_FILE_STDOUT ((_HFILE)-4)
#define _CRTDBG_FILE_STDERR ((_HFILE)-5)
#define _CRTDBG_REPORT_FILE ((_HFILE)-6)

#define _HOOK_ALLOC 1
#define _HOOK_REALLOC 2
#define _HOOK_FREE 3
#define _CRTDBG_ALLOC_MEM_DF 0x01
#define _CRTDBG_DELAY_FREE_MEM_DF 0x02
#define _CRTDBG_CHECK_ALWAYS_DF 0x04
#define _CRTDBG_RESERVED_DF 0x08
#define _CRTDBG_CHECK_CRT_DF 0x10
#define _CRTDBG_LEAK_CHECK_DF 0x20
#define _CRTDBG_CHECK_EVERY_16_DF 0x00100000
#define _CRTDBG_CHECK_EVERY_128_DF 0x00800000
#define _CRTDBG_CHECK_EVERY_1024_DF 0x04000000
#define _CRTDBG_CHECK_DEFAULT_DF 0
#define _CRTDBG_REPORT_FLAG (-1)
#define _BLOCK_TYPE(block) ((block) & 0xFFFF)
#define _BLOCK_SUBTYPE(block) ((block) >> 16 & 0xFFFF)
#define _FREE_BLOCK 0
#define _NORMAL_BLOCK 1
#define _CRT_BLOCK 2
#define _IGNORE_BLOCK 3
#define _CLIENT_BLOCK 4
#define _MAX_BLOCKS 5
#define _UNKNOWN_BLOCK (-1)

typedef int(__cdecl *_CRT_REPORT_HOOK)(int, char *, int *);
typedef int(__cdecl *_CRT_REPORT_HOOKW)(int, wchar_t *, int *);
#define _CRT_RPTHOOK_INSTALL 0
#define _CRT_RPTHOOK_REMOVE 1
typedef int(__cdecl *_CRT_ALLOC_HOOK)(int, void *, size_t, int, long, const unsigned char *, int);
typedef void(__cdecl *_CRT_DUMP_CLIENT)(void *, size_t);

struct _CrtMemBlockHeader;
typedef struct _CrtMemState {
    struct _CrtMemBlockHeader *pBlockHeader;
    unsigned long lCounts[_MAX_BLOCKS];
    unsigned long lSizes[_MAX_BLOCKS];
    unsigned long lHighWaterCount;
    unsigned long lTotalCount;
} _CrtMemState;

#ifndef _DEBUG

#ifndef _ASSERT
#define _ASSERT(expression) ((void)0)
#endif
#ifndef _ASSERTE
#define _ASSERTE(expression) ((void)0)
#endif
#ifndef _ASSERT_EXPR
#define _ASSERT_EXPR(expression, message) ((void)0)
#endif
#define _RPT0(rptno, msg)
#define _RPTW0(rptno, msg)
#define _RPT1(rptno, msg, arg1)
#define _RPTW1(rptno, msg, arg1)
#define _RPT2(rptno, msg, arg1, arg2)
#define _RPTW2(rptno, msg, arg1, arg2)
#define _RPT3(rptno, msg, arg1, arg2, arg3)
#define _RPT4(rptno, msg, arg1, arg2, arg3, arg4)
#define _RPTF0(rptno, msg)
#define _RPTF1(rptno, msg, arg1)
#define _RPTF2(rptno, msg, arg1, arg2)
#define _RPTF3(rptno, msg, arg1, arg2, arg3)
#define _RPTF4(rptno, msg, arg1, arg2, arg3, arg4)
#define _malloc_dbg(s, t, f, l) malloc(s)
#define _calloc_dbg(c, s, t, f, l) calloc(c, s)
#define _realloc_dbg(p, s, t, f, l) realloc(p, s)
#define _recalloc_dbg(p, c, s, t, f, l) _recalloc(p, c, s)
#define _expand_dbg(p, s, t, f, l) _expand(p, s)
#define _free_dbg(p, t) free(p)
#define _msize_dbg(p, t) _msize(p)
#define _strdup_dbg(s, t, f, l) _strdup(s)
#define _CrtSetReportHook(f) ((_CRT_REPORT_HOOK)0)
#define _CrtGetReportHook() ((_CRT_REPORT_HOOK)0)
#define _CrtSetReportHook2(t, f) ((int)0)
#define _CrtSetReportMode(t, f) ((int)0)
#define _CrtSetReportFile(t, f) ((_HFILE)0)
#define _CrtDbgBreak() ((void)0)
#define _CrtSetBreakAlloc(a) ((long)0)
#define _CrtSetAllocHook(f) ((_CRT_ALLOC_HOOK)0)
#define _CrtGetAllocHook() ((_CRT_ALLOC_HOOK)0)
#define _CrtCheckMemory() ((int)1)
#define _CrtSetDbgFlag(f) ((int)0)
#define _CrtDoForAllClientObjects(f, c) ((void)0)
#define _CrtIsValidPointer(p, n, r) ((int)1)
#define _CrtIsValidHeapPointer(p) ((int)1)
#define _CrtIsMemoryBlock(p, t, r, f, l) ((int)1)
#define _CrtReportBlockType(p) ((int)-1)
#define _CrtSetDumpClient(f) ((_CRT_DUMP_CLIENT)0)
#define _CrtGetDumpClient() ((_CRT_DUMP_CLIENT)0)
#define _CrtMemCheckpoint(s) ((void)0)
#define _CrtMemDifference(s1, s2, s3) ((int)0)
#define _CrtMemDumpAllObjectsSince(s) ((void)0)
#define _CrtMemDumpStatistics(s) ((void)0)
#define _CrtDumpMemoryLeaks() ((int)0)

#else

_CRT_BEGIN
_CRTIMP extern int _crtAssertBusy;
_CRTIMP extern long _crtBreakAlloc;
_CRTIMP extern int _crtDbgFlag;

_CRTIMP _CRT_REPORT_HOOK __cdecl _CrtGetReportHook(void);
_CRTIMP _CRT_REPORT_HOOK __cdecl _CrtSetReportHook(_CRT_REPORT_HOOK hook);
_CRTIMP int __cdecl _CrtSetReportHook2(int mode, _CRT_REPORT_HOOK hook);
_CRTIMP int __cdecl _CrtSetReportMode(int reportType, int mode);
_CRTIMP _HFILE __cdecl _CrtSetReportFile(int reportType, _HFILE file);
_CRTIMP int __cdecl _CrtDbgReport(int reportType, const char *file, int line, const char *module, const char *format, ...);
_CRTIMP int __cdecl _CrtDbgReportW(int reportType, const wchar_t *file, int line, const wchar_t *module, const wchar_t *format, ...);
_CRTIMP long __cdecl _CrtSetBreakAlloc(long request);
_CRTIMP void __cdecl _CrtSetDbgBlockType(void *block, int use);
_CRTIMP _CRT_ALLOC_HOOK __cdecl _CrtGetAllocHook(void);
_CRTIMP _CRT_ALLOC_HOOK __cdecl _CrtSetAllocHook(_CRT_ALLOC_HOOK hook);
_CRTIMP int __cdecl _CrtCheckMemory(void);
_CRTIMP int __cdecl _CrtSetDbgFlag(int flag);
_CRTIMP void __cdecl _CrtDoForAllClientObjects(void(__cdecl *function)(void *, void *), void *context);
_CRTIMP int __cdecl _CrtIsValidPointer(const void *block, unsigned int size, int forWriting);
_CRTIMP int __cdecl _CrtIsValidHeapPointer(const void *block);
_CRTIMP int __cdecl _CrtIsMemoryBlock(const void *block, unsigned int size, long *request, char **file, int *line);
_CRTIMP int __cdecl _CrtReportBlockType(const void *block);
_CRTIMP _CRT_DUMP_CLIENT __cdecl _CrtGetDumpClient(void);
_CRTIMP _CRT_DUMP_CLIENT __cdecl _CrtSetDumpClient(_CRT_DUMP_CLIENT function);
_CRTIMP void __cdecl _CrtMemCheckpoint(_CrtMemState *state);
_CRTIMP int __cdecl _CrtMemDifference(_CrtMemState *difference, const _CrtMemState *old, const _CrtMemState *current);
_CRTIMP void __cdecl _CrtMemDumpAllObjectsSince(const _CrtMemState *state);
_CRTIMP void __cdecl _CrtMemDumpStatistics(const _CrtMemState *state);
_CRTIMP int __cdecl _CrtDumpMemoryLeaks(void);
_CRTIMP int __cdecl _CrtSetCheckCount(int check);
_CRTIMP int __cdecl _CrtGetCheckCount(void);

_CRTIMP void *__cdecl _malloc_dbg(size_t size, int use, const char *file, int line);
_CRTIMP void *__cdecl _calloc_dbg(size_t count, size_t size, int use, const char *file, int line);
_CRTIMP void *__cdecl _realloc_dbg(void *block, size_t size, int use, const char *file, int line);
_CRTIMP void *__cdecl _recalloc_dbg(void *block, size_t count, size_t size, int use, const char *file, int line);
_CRTIMP void *__cdecl _expand_dbg(void *block, size_t size, int use, const char *file, int line);
_CRTIMP void __cdecl _free_dbg(void *block, int use);
_CRTIMP size_t __cdecl _msize_dbg(void *block, int use);
_CRTIMP char *__cdecl _strdup_dbg(const char *string, int use, const char *file, int line);
_CRT_END

#define _CrtDbgBreak() __debugbreak()

#ifndef _ASSERT_EXPR
#define _ASSERT_EXPR(expression, message) \
    (void)((!!(expression)) || (1 != _CrtDbgReportW(_CRT_ASSERT, _CRT_WIDE(__FILE__), __LINE__, NULL, message)) || (_CrtDbgBreak(), 0))
#endif
#ifndef _ASSERT
#define _ASSERT(expression) _ASSERT_EXPR((expression), NULL)
#endif
#ifndef _ASSERTE
#define _ASSERTE(expression) _ASSERT_EXPR((expression), _CRT_WIDE(#expression))
#endif

#define _RPT_BASE(arguments) (void)((1 != _CrtDbgReport arguments) || (_CrtDbgBreak(), 0))
#define _RPT0(rptno, msg) _RPT_BASE((rptno, NULL, 0, NULL, "%s", msg))
#define _RPT1(rptno, msg, arg1) _RPT_BASE((rptno, NULL, 0, NULL, msg, arg1))
#define _RPT2(rptno, msg, arg1, arg2) _RPT_BASE((rptno, NULL, 0, NULL, msg, arg1, arg2))
#define _RPT3(rptno, msg, arg1, arg2, arg3) _RPT_BASE((rptno, NULL, 0, NULL, msg, arg1, arg2, arg3))
#define _RPT4(rptno, msg, arg1, arg2, arg3, arg4) _RPT_BASE((rptno, NULL, 0, NULL, msg, arg1, arg2, arg3, arg4))
#define _RPTF0(rptno, msg) _RPT_BASE((rptno, __FILE__, __LINE__, NULL, "%s", msg))
#define _RPTF1(rptno, msg, arg1) _RPT_BASE((rptno, __FILE__, __LINE__, NULL, msg, arg1))
#define _RPTF2(rptno, msg, arg1, arg2) _RPT_BASE((rptno, __FILE__, __LINE__, NULL, msg, arg1, arg2))
#define _RPTF3(rptno, msg, arg1, arg2, arg3) _RPT_BASE((rptno, __FILE__, __LINE__, NULL, msg, arg1, arg2, arg3))
#define _RPTF4(rptno, msg, arg1, arg2, arg3, arg4) _RPT_BASE((rptno, __FILE__, __LINE__, NULL, msg, arg1, arg2, arg3, arg4))
#define _RPT_BASE_W(arguments) (void)((1 != _CrtDbgReportW arguments) || (_CrtDbgBreak(), 0))
#define _RPTW0(rptno, msg) _RPT_BASE_W((rptno, NULL, 0, NULL, L"%s", msg))
#define _RPTW1(rptno, msg, arg1) _RPT_BASE_W((rptno, NULL, 0, NULL, msg, arg1))
#define _RPTW2(rptno, msg, arg1, arg2) _RPT_BASE_W((rptno, NULL, 0, NULL, msg, arg1, arg2))

#ifdef _CRTDBG_MAP_ALLOC
/* Their declarations come before the macros that carry the same names. */
#include <malloc.h>
#include <stdlib.h>
#include <string.h>
#define malloc(s) _malloc_dbg(s, _NORMAL_BLOCK, __FILE__, __LINE__)
#define calloc(c, s) _calloc_dbg(c, s, _NORMAL_BLOCK, __FILE__, __LINE__)
#define realloc(p, s) _realloc_dbg(p, s, _NORMAL_BLOCK, __FILE__, __LINE__)
#define _recalloc(p, c, s) _recalloc_dbg(p, c, s, _NORMAL_BLOCK, __FILE__, __LINE__)
#define _expand(p, s) _expand_dbg(p, s, _NORMAL_BLOCK, __FILE__, __LINE__)
#define free(p) _free_dbg(p, _NORMAL_BLOCK)
#define _msize(p) _msize_dbg(p, _NORMAL_BLOCK)
#define _strdup(s) _strdup_dbg(s, _NORMAL_BLOCK, __FILE__, __LINE__)
#define strdup(s) _strdup_dbg(s, _NORMAL_BLOCK, __FILE__, __LINE__)
#endif
#endif

#endif
