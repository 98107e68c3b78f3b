/*
 * lstr*: string functions that were there before a C run-time library. NULL is taken for an empty string or refused, never
 * followed; a string that cannot be read has the length 0.
 */
#include "k32p.h"

int WINAPI lstrlenA(LPCSTR lpString)
{
    LPCSTR End = lpString;

    if (lpString == NULL)
        return 0;
    __try {
        while (*End != 0)
            End++;
    } __except (EXCEPTION_EXECUTE_HANDLER) {
        return 0;
    }
    return (int)(End - lpString);
}

int WINAPI lstrlenW(LPCWSTR lpString)
{
    LPCWSTR End = lpString;

    if (lpString == NULL)
        return 0;
    __try {
        while (*End != 0)
            End++;
    } __except (EXCEPTION_EXECUTE_HANDLER) {
        return 0;
    }
    return (int)(End - lpString);
}

LPSTR WINAPI lstrcpyA(LPSTR lpString1, LPCSTR lpString2)
{
    LPSTR To = lpString1;

    if (lpString1 == NULL || lpString2 == NULL)
        return NULL;
    while ((*To++ = *lpString2++) != 0)
        ;
    return lpString1;
}

LPWSTR WINAPI lstrcpyW(LPWSTR lpString1, LPCWSTR lpString2)
{
    LPWSTR To = lpString1;

    if (lpString1 == NULL || lpString2 == NULL)
        return NULL;
    while ((*To++ = *lpString2++) != 0)
        ;
    return lpString1;
}

LPSTR WINAPI lstrcpynA(LPSTR lpString1, LPCSTR lpString2, int iMaxLength)
{
    LPSTR To = lpString1;

    if (lpString1 == NULL || lpString2 == NULL)
        return NULL;
    for (; iMaxLength > 1 && *lpString2 != 0; iMaxLength--)
        *To++ = *lpString2++;
    if (iMaxLength > 0)
        *To = 0;
    return lpString1;
}

LPWSTR WINAPI lstrcpynW(LPWSTR lpString1, LPCWSTR lpString2, int iMaxLength)
{
    LPWSTR To = lpString1;

    if (lpString1 == NULL || lpString2 == NULL)
        return NULL;
    for (; iMaxLength > 1 && *lpString2 != 0; iMaxLength--)
        *To++ = *lpString2++;
    if (iMaxLength > 0)
        *To = 0;
    return lpString1;
}

LPSTR WINAPI lstrcatA(LPSTR lpString1, LPCSTR lpString2)
{
    if (lpString1 == NULL || lpString2 == NULL)
        return NULL;
    lstrcpyA(lpString1 + lstrlenA(lpString1), lpString2);
    return lpString1;
}

LPWSTR WINAPI lstrcatW(LPWSTR lpString1, LPCWSTR lpString2)
{
    if (lpString1 == NULL || lpString2 == NULL)
        return NULL;
    lstrcpyW(lpString1 + lstrlenW(lpString1), lpString2);
    return lpString1;
}

/* -1, 0 or 1, from CompareString. */
int WINAPI lstrcmpW(LPCWSTR lpString1, LPCWSTR lpString2)
{
    if (lpString1 == NULL || lpString2 == NULL)
        return lpString1 == lpString2 ? 0 : lpString1 == NULL ? -1 : 1;
    return CompareStringW(LOCALE_USER_DEFAULT, 0, lpString1, -1, lpString2, -1) - CSTR_EQUAL;
}

int WINAPI lstrcmpiW(LPCWSTR lpString1, LPCWSTR lpString2)
{
    if (lpString1 == NULL || lpString2 == NULL)
        return lpString1 == lpString2 ? 0 : lpString1 == NULL ? -1 : 1;
    return CompareStringW(LOCALE_USER_DEFAULT, NORM_IGNORECASE, lpString1, -1, lpString2, -1) - CSTR_EQUAL;
}

int WINAPI lstrcmpA(LPCSTR lpString1, LPCSTR lpString2)
{
    if (lpString1 == NULL || lpString2 == NULL)
        return lpString1 == lpString2 ? 0 : lpString1 == NULL ? -1 : 1;
    return CompareStringA(LOCALE_USER_DEFAULT, 0, lpString1, -1, lpString2, -1) - CSTR_EQUAL;
}

int WINAPI lstrcmpiA(LPCSTR lpString1, LPCSTR lpString2)
{
    if (lpString1 == NULL || lpString2 == NULL)
        return lpString1 == lpString2 ? 0 : lpString1 == NULL ? -1 : 1;
    return CompareStringA(LOCALE_USER_DEFAULT, NORM_IGNORECASE, lpString1, -1, lpString2, -1) - CSTR_EQUAL;
}

/* nNumber * nNumerator / nDenominator with 64 bits in between, rounded to the nearest; -1 when that has no place in 32 bits. */
int WINAPI MulDiv(int nNumber, int nNumerator, int nDenominator)
{
    LONGLONG Product;
    LONGLONG Half;

    if (nDenominator == 0)
        return -1;
    Product = (LONGLONG)nNumber * nNumerator;
    Half = nDenominator > 0 ? nDenominator / 2 : -(nDenominator / 2);
    Product = (Product >= 0) ? Product + Half : Product - Half;
    Product /= nDenominator;
    if (Product > 0x7FFFFFFF || Product < -(LONGLONG)0x7FFFFFFF - 1)
        return -1;
    return (int)Product;
}
