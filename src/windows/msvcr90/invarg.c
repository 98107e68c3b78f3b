/*
 * invarg.c - what happens when a function gets a parameter that makes no sense: the program's handler is called, and if
 * there is none, the process ends with STATUS_INVALID_PARAMETER.
 */
#include "internal.h"

#define _INVALID_PARAMETER_CODE 0xC000000DL

static _invalid_parameter_handler __pInvalidArgHandler = NULL;

_CRTIMP _invalid_parameter_handler __cdecl _set_invalid_parameter_handler(_invalid_parameter_handler handler)
{
    _invalid_parameter_handler old = __pInvalidArgHandler;

    __pInvalidArgHandler = handler;
    return old;
}

_CRTIMP _invalid_parameter_handler __cdecl _get_invalid_parameter_handler(void)
{
    return __pInvalidArgHandler;
}

static void _invoke_watson(void)
{
    TerminateProcess(GetCurrentProcess(), _INVALID_PARAMETER_CODE);
}

#ifdef _DEBUG
void __cdecl _invalid_parameter(const wchar_t *pszExpression, const wchar_t *pszFunction, const wchar_t *pszFile, unsigned int nLine, uintptr_t pReserved)
{
    if (__pInvalidArgHandler != NULL) {
        (*__pInvalidArgHandler)(pszExpression, pszFunction, pszFile, nLine, pReserved);
        return;
    }
    _invoke_watson();
}
#else
void __cdecl _invalid_parameter_noinfo(void)
{
    if (__pInvalidArgHandler != NULL) {
        (*__pInvalidArgHandler)(NULL, NULL, NULL, 0, 0);
        return;
    }
    _invoke_watson();
}
#endif
