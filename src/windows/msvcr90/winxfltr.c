/*
 * winxfltr.c - the filter around main: exceptions for which the program has a signal handler go to it, all others are for
 * UnhandledExceptionFilter.
 */
#include "internal.h"
#include <signal.h>

struct _XCPT_ACTION {
    unsigned long XcptNum;
    int SigNum;
};

static const struct _XCPT_ACTION _XcptActTab[] = {
    { 0xC0000005, SIGSEGV }, /* access violation */
    { 0xC000001D, SIGILL },  /* illegal instruction */
    { 0xC0000096, SIGILL },  /* privileged instruction */
    { 0xC000008D, SIGFPE },  { 0xC000008E, SIGFPE }, { 0xC000008F, SIGFPE }, { 0xC0000090, SIGFPE },
    { 0xC0000091, SIGFPE },  { 0xC0000092, SIGFPE }, { 0xC0000093, SIGFPE }
};

_CRTIMP int __cdecl _XcptFilter(unsigned long xcptnum, struct _EXCEPTION_POINTERS *pxcptinfoptrs)
{
    int i;

    for (i = 0; i < (int)_countof(_XcptActTab); i++) {
        void(__cdecl * handler)(int);

        if (_XcptActTab[i].XcptNum != xcptnum)
            continue;
        handler = signal(_XcptActTab[i].SigNum, SIG_GET);
        if (handler == SIG_DFL)
            break;
        if (handler == SIG_IGN)
            return EXCEPTION_CONTINUE_EXECUTION;
        signal(_XcptActTab[i].SigNum, SIG_DFL);
        (*handler)(_XcptActTab[i].SigNum);
        return EXCEPTION_CONTINUE_EXECUTION;
    }
    return UnhandledExceptionFilter(pxcptinfoptrs);
}
