/* _file.c - the streams: stdin, stdout and stderr are always there, others are made when files are opened. */
#include "internal.h"
#include "sect_attribs.h"
#include <io.h>

FILE _iob[_IOB_ENTRIES] = {
    { NULL, 0, NULL, _IOREAD, 0, 0, 0, NULL },
    { NULL, 0, NULL, _IOWRT, 1, 0, 0, NULL },
    { NULL, 0, NULL, _IOWRT, 2, 0, 0, NULL }
};

/* Pointers to all streams: first those of _iob, then those that were allocated. */
void **__piob;
int _nstream;

_CRTIMP FILE *__cdecl __iob_func(void)
{
    return _iob;
}

int __cdecl __initstdio(void)
{
    int i;

    _nstream = _NSTREAM_;
    __piob = (void **)_calloc_crt(_nstream, sizeof(void *));
    if (__piob == NULL)
        return -1;
    for (i = 0; i < _IOB_ENTRIES; i++) {
        __piob[i] = &_iob[i];
        if (i >= 3)
            _iob[i]._file = -1;
        else if (_osfhnd(i) == (intptr_t)INVALID_HANDLE_VALUE || _osfhnd(i) == 0)
            _iob[i]._file = -2;
    }
    return 0;
}

/* Among the terminators: what is still in buffers goes out. */
void __cdecl __endstdio(void)
{
    _flushall();
    if (_exitflag)
        _fcloseall();
    _free_crt(__piob);
    __piob = NULL;
}

_CRTALLOC(".CRT$XPX") static _PVFV pterm = __endstdio;

/* A stream that is not in use, locked; its _flag is 0 until the caller sets it. NULL: too many files. */
FILE *__cdecl _getstream(void)
{
    FILE *result = NULL;
    int i;

    _lock(_IOB_SCAN_LOCK);
    for (i = 0; __piob != NULL && i < _nstream; i++) {
        if (__piob[i] == NULL) {
            __piob[i] = _calloc_crt(1, sizeof(_FILEX));
            if (__piob[i] == NULL)
                break;
            InitializeCriticalSection(&((_FILEX *)__piob[i])->lock);
            ((FILE *)__piob[i])->_file = -1;
        }
        if (!inuse((FILE *)__piob[i])) {
            result = (FILE *)__piob[i];
            _lock_file(result);
            break;
        }
    }
    if (result != NULL) {
        result->_flag = 0;
        result->_cnt = 0;
        result->_ptr = result->_base = NULL;
        result->_tmpfname = NULL;
        result->_bufsiz = 0;
        result->_charbuf = 0;
        result->_file = -1;
    }
    _unlock(_IOB_SCAN_LOCK);
    return result;
}
