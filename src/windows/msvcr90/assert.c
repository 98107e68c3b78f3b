/* assert.c - a failed assert: says what, where, and aborts. */
#include "internal.h"
#include <assert.h>

/* For a console program the text goes to stderr. (A program with windows would show a box; there is none here.) */
_CRTIMP void __cdecl _wassert(const wchar_t *expr, const wchar_t *filename, unsigned lineno)
{
    fwprintf(stderr, L"Assertion failed: %s, file %s, line %d\n", expr, filename, lineno);
    fflush(stderr);
    abort();
}
