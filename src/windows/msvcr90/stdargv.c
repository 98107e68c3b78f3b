/*
 * stdargv.c - takes the command line apart. Compiled twice: wstdargv.c is the wide version.
 *
 * Rules: the program's name ends at a blank, or at the closing quote if it is quoted; backslashes in it are ordinary. In
 * arguments, 2n backslashes and a quote are n backslashes and a begin or end of quoting; 2n+1 backslashes and a quote
 * are n backslashes and a quote; other backslashes are ordinary; two quotes inside quoting are one quote.
 */
#include "internal.h"

#ifdef _UNICODE
#define _tchar wchar_t
#define _CMDLN _wcmdln
#define _ARGV __wargv
#define _PGMPTR _wpgmptr
#define _SETARGV _wsetargv
#define _MODULENAME GetModuleFileNameW
#else
#define _tchar char
#define _CMDLN _acmdln
#define _ARGV __argv
#define _PGMPTR _pgmptr
#define _SETARGV _setargv
#define _MODULENAME GetModuleFileNameA
#endif

static _tchar _pgmname[MAX_PATH];

/* Writes the arguments if argv is given; counts them and their characters (ends included) always. */
static void parse_cmdline(_tchar *p, _tchar **argv, _tchar *args, int *numargs, int *numchars)
{
    int inquote, copychar;
    unsigned numslash;

    *numchars = 0;
    *numargs = 1;
    if (argv)
        *argv++ = args;
    inquote = 0;
    while (*p != 0 && (inquote || (*p != ' ' && *p != '\t'))) {
        if (*p == '"') {
            inquote = !inquote;
        } else {
            ++*numchars;
            if (args)
                *args++ = *p;
        }
        p++;
    }
    ++*numchars;
    if (args)
        *args++ = 0;
    inquote = 0;
    for (;;) {
        while (*p == ' ' || *p == '\t')
            ++p;
        if (*p == 0)
            break;
        if (argv)
            *argv++ = args;
        ++*numargs;
        for (;;) {
            copychar = 1;
            numslash = 0;
            while (*p == '\\') {
                ++p;
                ++numslash;
            }
            if (*p == '"') {
                if (numslash % 2 == 0) {
                    if (inquote && p[1] == '"') {
                        p++;
                    } else {
                        copychar = 0;
                        inquote = !inquote;
                    }
                }
                numslash /= 2;
            }
            while (numslash--) {
                if (args)
                    *args++ = '\\';
                ++*numchars;
            }
            if (*p == 0 || (!inquote && (*p == ' ' || *p == '\t')))
                break;
            if (copychar) {
                if (args)
                    *args++ = *p;
                ++*numchars;
            }
            ++p;
        }
        if (args)
            *args++ = 0;
        ++*numchars;
    }
    if (argv)
        *argv++ = NULL;
}

/* Fills __argc and __argv; the array and the strings are one block. -1: no memory. */
int __cdecl _SETARGV(void)
{
    _tchar *cmdstart;
    int numargs, numchars;
    _tchar **block;

    _MODULENAME(NULL, _pgmname, MAX_PATH);
    _pgmname[MAX_PATH - 1] = 0;
    _PGMPTR = _pgmname;
    cmdstart = _CMDLN == NULL || *_CMDLN == 0 ? _pgmname : _CMDLN;
    parse_cmdline(cmdstart, NULL, NULL, &numargs, &numchars);
    block = (_tchar **)_malloc_crt((numargs + 1) * sizeof(_tchar *) + numchars * sizeof(_tchar));
    if (block == NULL)
        return -1;
    parse_cmdline(cmdstart, block, (_tchar *)(block + numargs + 1), &numargs, &numchars);
    __argc = numargs;
    _ARGV = block;
    return 0;
}
