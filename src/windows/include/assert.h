/* assert.h - may be included again with another NDEBUG. */
#include <crtdefs.h>
#undef assert
#ifdef NDEBUG
#define assert(expression) ((void)0)
#else
_CRT_BEGIN
_CRTIMP void __cdecl _wassert(const wchar_t *message, const wchar_t *file, unsigned line);
_CRT_END
#define assert(expression) (void)((!!(expression)) || (_wassert(_CRT_WIDE(#expression), _CRT_WIDE(__FILE__), __LINE__), 0))
#endif
