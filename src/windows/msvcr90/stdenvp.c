/* stdenvp.c - makes _environ from the block of environment strings. Compiled twice: wstdenvp.c is the wide version. */
#include "internal.h"

#ifdef _UNICODE
#define _tchar wchar_t
#define _ENVPTR _wenvptr
#define _ENVIRON _wenviron
#define _SETENVP _wsetenvp
#define _LENGTH wcslen
#else
#define _tchar char
#define _ENVPTR _aenvptr
#define _ENVIRON _environ
#define _SETENVP _setenvp
#define _LENGTH strlen
#endif

/* Each string gets a block of its own, so that _putenv can replace it. Strings like "=C:=..." are Windows' own. */
int __cdecl _SETENVP(void)
{
    _tchar *p;
    _tchar **env;
    int numstrings = 0;

    if (_ENVPTR == NULL)
        return -1;
    for (p = _ENVPTR; *p != 0; p += _LENGTH(p) + 1) {
        if (*p != '=')
            ++numstrings;
    }
    _ENVIRON = env = (_tchar **)_calloc_crt(numstrings + 1, sizeof(_tchar *));
    if (env == NULL)
        return -1;
    for (p = _ENVPTR; *p != 0; p += _LENGTH(p) + 1) {
        if (*p != '=') {
            size_t size = (_LENGTH(p) + 1) * sizeof(_tchar);

            *env = (_tchar *)_calloc_crt(size, 1);
            if (*env == NULL)
                return -1;
            memcpy(*env, p, size);
            ++env;
        }
    }
    _free_crt(_ENVPTR);
    _ENVPTR = NULL;
    return 0;
}
