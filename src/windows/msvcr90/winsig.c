/*
 * winsig.c - signals and abort. Windows has no signals: raise calls the handler on the same thread; without one the process
 * ends with exit code 3.
 */
#include "internal.h"
#include <signal.h>

typedef void(__cdecl *_PHNDLR)(int);

static _PHNDLR _handlers[NSIG];
/* Whether abort says something before the end. */
static unsigned int __abort_behavior = _WRITE_ABORT_MSG | _CALL_REPORTFAULT;

static int _IsSignal(int sig)
{
    return sig == SIGINT || sig == SIGILL || sig == SIGFPE || sig == SIGSEGV || sig == SIGTERM || sig == SIGBREAK || sig == SIGABRT
        || sig == SIGABRT_COMPAT;
}

_CRTIMP _PHNDLR __cdecl signal(int signum, _PHNDLR sigact)
{
    _PHNDLR old;

    if (!_IsSignal(signum) || sigact == SIG_SGE || sigact == SIG_ACK) {
        errno = EINVAL;
        return SIG_ERR;
    }
    if (signum == SIGABRT_COMPAT)
        signum = SIGABRT;
    _lock(_SIGNAL_LOCK);
    old = _handlers[signum];
    if (sigact != SIG_GET)
        _handlers[signum] = sigact;
    _unlock(_SIGNAL_LOCK);
    return old;
}

/* The handler is forgotten before it is called. */
_CRTIMP int __cdecl raise(int signum)
{
    _PHNDLR handler;

    if (!_IsSignal(signum)) {
        errno = EINVAL;
        return -1;
    }
    if (signum == SIGABRT_COMPAT)
        signum = SIGABRT;
    handler = _handlers[signum];
    if (handler == SIG_IGN)
        return 0;
    if (handler == SIG_DFL)
        _exit(3);
    _handlers[signum] = SIG_DFL;
    (*handler)(signum);
    return 0;
}

_CRTIMP unsigned int __cdecl _set_abort_behavior(unsigned int flags, unsigned int mask)
{
    unsigned int old = __abort_behavior;

    __abort_behavior = (old & ~mask) | (flags & mask);
    return old;
}

_CRTIMP void __cdecl abort(void)
{
    if (__abort_behavior & _WRITE_ABORT_MSG)
        _NMSG_WRITE(_RT_ABORT);
    if (_handlers[SIGABRT] != SIG_DFL)
        raise(SIGABRT);
    _exit(3);
    for (;;)
        ;
}
