/* mlock.c - the locks that guard the library's own tables. */
#include "internal.h"

static CRITICAL_SECTION _locktable[_TOTAL_LOCKS];
static int _locksReady = FALSE;

int __cdecl _mtinitlocks(void)
{
    int number;

    for (number = 0; number < _TOTAL_LOCKS; number++)
        InitializeCriticalSection(&_locktable[number]);
    _locksReady = TRUE;
    return TRUE;
}

void __cdecl _mtdeletelocks(void)
{
    int number;

    if (!_locksReady)
        return;
    _locksReady = FALSE;
    for (number = 0; number < _TOTAL_LOCKS; number++)
        DeleteCriticalSection(&_locktable[number]);
}

/* Before the locks are made there is only one thread. */
void __cdecl _lock(int number)
{
    if (_locksReady)
        EnterCriticalSection(&_locktable[number]);
}

void __cdecl _unlock(int number)
{
    if (_locksReady)
        LeaveCriticalSection(&_locktable[number]);
}

void __cdecl _lock_file(FILE *stream)
{
    if (stream >= _iob && stream < _iob + _IOB_ENTRIES)
        _lock(_STREAM_LOCKS + (int)(stream - _iob));
    else
        EnterCriticalSection(&((_FILEX *)stream)->lock);
}

void __cdecl _unlock_file(FILE *stream)
{
    if (stream >= _iob && stream < _iob + _IOB_ENTRIES)
        _unlock(_STREAM_LOCKS + (int)(stream - _iob));
    else
        LeaveCriticalSection(&((_FILEX *)stream)->lock);
}
