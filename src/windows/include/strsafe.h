/* Strings that always end: each function knows the size of its destination and answers with an HRESULT. */
#ifndef _STRSAFE_H_INCLUDED_
#define _STRSAFE_H_INCLUDED_

#include <stdio.h>
#include <string.h>
#include <stdarg.h>
#include <wchar.h>
#include <windef.h>
#include <winerror.h>

#define STRSAFE_MAX_CCH 2147483647
#define STRSAFE_E_INSUFFICIENT_BUFFER ((HRESULT)0x8007007AL)
#define STRSAFE_E_INVALID_PARAMETER ((HRESULT)0x80070057L)
#define STRSAFE_E_END_OF_FILE ((HRESULT)0x80070026L)
#define STRSAFEAPI static __inline HRESULT __stdcall

typedef char *STRSAFE_LPSTR;
typedef const char *STRSAFE_LPCSTR;
typedef wchar_t *STRSAFE_LPWSTR;
typedef const wchar_t *STRSAFE_LPCWSTR;

STRSAFEAPI StringCchLengthA(STRSAFE_LPCSTR psz, size_t cchMax, size_t *pcchLength)
{
    size_t n = 0;
    HRESULT hr = S_OK;
    if (psz == NULL || cchMax > STRSAFE_MAX_CCH)
        hr = STRSAFE_E_INVALID_PARAMETER;
    else {
        while (n < cchMax && psz[n] != 0)
            n++;
        if (n == cchMax)
            hr = STRSAFE_E_INVALID_PARAMETER;
    }
    if (pcchLength != NULL)
        *pcchLength = SUCCEEDED(hr) ? n : 0;
    return hr;
}

STRSAFEAPI StringCchLengthW(STRSAFE_LPCWSTR psz, size_t cchMax, size_t *pcchLength)
{
    size_t n = 0;
    HRESULT hr = S_OK;
    if (psz == NULL || cchMax > STRSAFE_MAX_CCH)
        hr = STRSAFE_E_INVALID_PARAMETER;
    else {
        while (n < cchMax && psz[n] != 0)
            n++;
        if (n == cchMax)
            hr = STRSAFE_E_INVALID_PARAMETER;
    }
    if (pcchLength != NULL)
        *pcchLength = SUCCEEDED(hr) ? n : 0;
    return hr;
}

/* Copies at most `limit` characters of `source` to the place `start` of `destination`, which holds `size`. */
STRSAFEAPI StringPutWorkerA(STRSAFE_LPSTR destination, size_t size, size_t start, STRSAFE_LPCSTR source, size_t limit)
{
    while (start < size && limit > 0 && *source != 0) {
        destination[start++] = *source++;
        limit--;
    }
    if (start == size) {
        destination[size - 1] = 0;
        return STRSAFE_E_INSUFFICIENT_BUFFER;
    }
    destination[start] = 0;
    return S_OK;
}

STRSAFEAPI StringPutWorkerW(STRSAFE_LPWSTR destination, size_t size, size_t start, STRSAFE_LPCWSTR source, size_t limit)
{
    while (start < size && limit > 0 && *source != 0) {
        destination[start++] = *source++;
        limit--;
    }
    if (start == size) {
        destination[size - 1] = 0;
        return STRSAFE_E_INSUFFICIENT_BUFFER;
    }
    destination[start] = 0;
    return S_OK;
}

#define STRSAFE_BAD_SIZE(cch) ((cch) == 0 || (cch) > STRSAFE_MAX_CCH)

STRSAFEAPI StringCchCopyA(STRSAFE_LPSTR pszDest, size_t cchDest, STRSAFE_LPCSTR pszSrc)
{
    if (STRSAFE_BAD_SIZE(cchDest))
        return STRSAFE_E_INVALID_PARAMETER;
    return StringPutWorkerA(pszDest, cchDest, 0, pszSrc, STRSAFE_MAX_CCH);
}

STRSAFEAPI StringCchCopyW(STRSAFE_LPWSTR pszDest, size_t cchDest, STRSAFE_LPCWSTR pszSrc)
{
    if (STRSAFE_BAD_SIZE(cchDest))
        return STRSAFE_E_INVALID_PARAMETER;
    return StringPutWorkerW(pszDest, cchDest, 0, pszSrc, STRSAFE_MAX_CCH);
}

STRSAFEAPI StringCchCopyNA(STRSAFE_LPSTR pszDest, size_t cchDest, STRSAFE_LPCSTR pszSrc, size_t cchToCopy)
{
    if (STRSAFE_BAD_SIZE(cchDest))
        return STRSAFE_E_INVALID_PARAMETER;
    return StringPutWorkerA(pszDest, cchDest, 0, pszSrc, cchToCopy);
}

STRSAFEAPI StringCchCopyNW(STRSAFE_LPWSTR pszDest, size_t cchDest, STRSAFE_LPCWSTR pszSrc, size_t cchToCopy)
{
    if (STRSAFE_BAD_SIZE(cchDest))
        return STRSAFE_E_INVALID_PARAMETER;
    return StringPutWorkerW(pszDest, cchDest, 0, pszSrc, cchToCopy);
}

STRSAFEAPI StringCchCatA(STRSAFE_LPSTR pszDest, size_t cchDest, STRSAFE_LPCSTR pszSrc)
{
    size_t used;
    if (FAILED(StringCchLengthA(pszDest, cchDest, &used)))
        return STRSAFE_E_INVALID_PARAMETER;
    return StringPutWorkerA(pszDest, cchDest, used, pszSrc, STRSAFE_MAX_CCH);
}

STRSAFEAPI StringCchCatW(STRSAFE_LPWSTR pszDest, size_t cchDest, STRSAFE_LPCWSTR pszSrc)
{
    size_t used;
    if (FAILED(StringCchLengthW(pszDest, cchDest, &used)))
        return STRSAFE_E_INVALID_PARAMETER;
    return StringPutWorkerW(pszDest, cchDest, used, pszSrc, STRSAFE_MAX_CCH);
}

STRSAFEAPI StringCchVPrintfA(STRSAFE_LPSTR pszDest, size_t cchDest, STRSAFE_LPCSTR pszFormat, va_list argList)
{
    int n;
    if (STRSAFE_BAD_SIZE(cchDest))
        return STRSAFE_E_INVALID_PARAMETER;
    n = _vsnprintf(pszDest, cchDest - 1, pszFormat, argList);
    if (n < 0 || (size_t)n >= cchDest) {
        pszDest[cchDest - 1] = 0;
        return STRSAFE_E_INSUFFICIENT_BUFFER;
    }
    pszDest[n] = 0;
    return S_OK;
}

STRSAFEAPI StringCchVPrintfW(STRSAFE_LPWSTR pszDest, size_t cchDest, STRSAFE_LPCWSTR pszFormat, va_list argList)
{
    int n;
    if (STRSAFE_BAD_SIZE(cchDest))
        return STRSAFE_E_INVALID_PARAMETER;
    n = _vsnwprintf(pszDest, cchDest - 1, pszFormat, argList);
    if (n < 0 || (size_t)n >= cchDest) {
        pszDest[cchDest - 1] = 0;
        return STRSAFE_E_INSUFFICIENT_BUFFER;
    }
    pszDest[n] = 0;
    return S_OK;
}

static __inline HRESULT __cdecl StringCchPrintfA(STRSAFE_LPSTR pszDest, size_t cchDest, STRSAFE_LPCSTR pszFormat, ...)
{
    HRESULT hr;
    va_list argList;
    va_start(argList, pszFormat);
    hr = StringCchVPrintfA(pszDest, cchDest, pszFormat, argList);
    va_end(argList);
    return hr;
}

static __inline HRESULT __cdecl StringCchPrintfW(STRSAFE_LPWSTR pszDest, size_t cchDest, STRSAFE_LPCWSTR pszFormat, ...)
{
    HRESULT hr;
    va_list argList;
    va_start(argList, pszFormat);
    hr = StringCchVPrintfW(pszDest, cchDest, pszFormat, argList);
    va_end(argList);
    return hr;
}

/* The same, with sizes in bytes. */

STRSAFEAPI StringCbCopyA(STRSAFE_LPSTR pszDest, size_t cbDest, STRSAFE_LPCSTR pszSrc)
{
    return StringCchCopyA(pszDest, cbDest, pszSrc);
}

STRSAFEAPI StringCbCopyW(STRSAFE_LPWSTR pszDest, size_t cbDest, STRSAFE_LPCWSTR pszSrc)
{
    return StringCchCopyW(pszDest, cbDest / sizeof(wchar_t), pszSrc);
}

STRSAFEAPI StringCbCatA(STRSAFE_LPSTR pszDest, size_t cbDest, STRSAFE_LPCSTR pszSrc)
{
    return StringCchCatA(pszDest, cbDest, pszSrc);
}

STRSAFEAPI StringCbCatW(STRSAFE_LPWSTR pszDest, size_t cbDest, STRSAFE_LPCWSTR pszSrc)
{
    return StringCchCatW(pszDest, cbDest / sizeof(wchar_t), pszSrc);
}

STRSAFEAPI StringCbLengthA(STRSAFE_LPCSTR psz, size_t cbMax, size_t *pcbLength)
{
    return StringCchLengthA(psz, cbMax, pcbLength);
}

STRSAFEAPI StringCbLengthW(STRSAFE_LPCWSTR psz, size_t cbMax, size_t *pcbLength)
{
    HRESULT hr = StringCchLengthW(psz, cbMax / sizeof(wchar_t), pcbLength);
    if (pcbLength != NULL)
        *pcbLength *= sizeof(wchar_t);
    return hr;
}

static __inline HRESULT __cdecl StringCbPrintfA(STRSAFE_LPSTR pszDest, size_t cbDest, STRSAFE_LPCSTR pszFormat, ...)
{
    HRESULT hr;
    va_list argList;
    va_start(argList, pszFormat);
    hr = StringCchVPrintfA(pszDest, cbDest, pszFormat, argList);
    va_end(argList);
    return hr;
}

static __inline HRESULT __cdecl StringCbPrintfW(STRSAFE_LPWSTR pszDest, size_t cbDest, STRSAFE_LPCWSTR pszFormat, ...)
{
    HRESULT hr;
    va_list argList;
    va_start(argList, pszFormat);
    hr = StringCchVPrintfW(pszDest, cbDest / sizeof(wchar_t), pszFormat, argList);
    va_end(argList);
    return hr;
}

#ifdef UNICODE
#define StringCchLength StringCchLengthW
#define StringCchCopy StringCchCopyW
#define StringCchCopyN StringCchCopyNW
#define StringCchCat StringCchCatW
#define StringCchPrintf StringCchPrintfW
#define StringCchVPrintf StringCchVPrintfW
#define StringCbLength StringCbLengthW
#define StringCbCopy StringCbCopyW
#define StringCbCat StringCbCatW
#define StringCbPrintf StringCbPrintfW
#else
#define StringCchLength StringCchLengthA
#define StringCchCopy StringCchCopyA
#define StringCchCopyN StringCchCopyNA
#define StringCchCat StringCchCatA
#define StringCchPrintf StringCchPrintfA
#define StringCchVPrintf StringCchVPrintfA
#define StringCbLength StringCbLengthA
#define StringCbCopy StringCbCopyA
#define StringCbCat StringCbCatA
#define StringCbPrintf StringCbPrintfA
#endif

#endif
