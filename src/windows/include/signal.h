/* signal.h - signals. */
#ifndef _INC_SIGNAL
#define _INC_SIGNAL
#include <crtdefs.h>
typedef int sig_atomic_t;
#define NSIG 23
#define SIGINT 2
#define SIGILL 4
#define SIGFPE 8
#define SIGSEGV 11
#define SIGTERM 15
#define SIGBREAK 21
#define SIGABRT 22
#define SIGABRT_COMPAT 6
#define SIG_DFL ((void (__cdecl *)(int))0)
#define SIG_IGN ((void (__cdecl *)(int))1)
#define SIG_GET ((void (__cdecl *)(int))2)
#define SIG_SGE ((void (__cdecl *)(int))3)
#define SIG_ACK ((void (__cdecl *)(int))4)
#define SIG_ERR ((void (__cdecl *)(int))-1)
_CRT_BEGIN
_CRTIMP void (__cdecl *__cdecl signal(int number, void (__cdecl *function)(int)))(int);
_CRTIMP int __cdecl raise(int number);
_CRT_END
#endif
