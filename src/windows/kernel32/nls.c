/*
 * Code pages and characters. Two code pages exist: 1252 (CP_ACP, CP_OEMCP and their kin) and 65001 (UTF-8).
 *
 * Comparison is simpler than the real one, which weighs letters by language: digits before letters, letters by alphabet with
 * lower before upper case as a tie-break, everything else by code.
 */
#include "k32p.h"

#define ANSI_CODE_PAGE 1252

UINT WINAPI GetACP(VOID)
{
    return ANSI_CODE_PAGE;
}

UINT WINAPI GetOEMCP(VOID)
{
    return ANSI_CODE_PAGE;
}

BOOL WINAPI IsValidCodePage(UINT CodePage)
{
    return CodePage == ANSI_CODE_PAGE || CodePage == CP_UTF8;
}

/* 1252 or 65001, or 0 for one that does not exist. */
static UINT BaseCodePage(UINT CodePage)
{
    if (CodePage <= CP_THREAD_ACP)
        return ANSI_CODE_PAGE;
    return IsValidCodePage(CodePage) ? CodePage : 0;
}

BOOL WINAPI GetCPInfo(UINT CodePage, LPCPINFO lpCPInfo)
{
    CodePage = BaseCodePage(CodePage);
    if (CodePage == 0 || lpCPInfo == NULL) {
        SetLastError(ERROR_INVALID_PARAMETER);
        return FALSE;
    }
    RtlZeroMemory(lpCPInfo, sizeof(CPINFO));
    lpCPInfo->MaxCharSize = CodePage == CP_UTF8 ? 4 : 1;
    lpCPInfo->DefaultChar[0] = '?';
    return TRUE;
}

/* Neither of the two code pages has lead bytes: UTF-8 is not counted among the double-byte ones. */
BOOL WINAPI IsDBCSLeadByte(BYTE TestChar)
{
    return FALSE;
}

BOOL WINAPI IsDBCSLeadByteEx(UINT CodePage, BYTE TestChar)
{
    return FALSE;
}

int WINAPI MultiByteToWideChar(UINT CodePage, DWORD dwFlags, LPCSTR lpMultiByteStr, int cbMultiByte, LPWSTR lpWideCharStr, int cchWideChar)
{
    ULONG Bytes;
    NTSTATUS Status = STATUS_SUCCESS;

    CodePage = BaseCodePage(CodePage);
    if (CodePage == 0 || lpMultiByteStr == NULL || cbMultiByte == 0 || cbMultiByte < -1 || cchWideChar < 0) {
        SetLastError(ERROR_INVALID_PARAMETER);
        return 0;
    }
    if (cbMultiByte == -1)
        cbMultiByte = lstrlenA(lpMultiByteStr) + 1;
    if (CodePage == CP_UTF8)
        Status = RtlUTF8ToUnicodeN(NULL, 0, &Bytes, lpMultiByteStr, cbMultiByte);
    else
        Bytes = cbMultiByte * sizeof(WCHAR);
    if (Status == STATUS_SOME_NOT_MAPPED && (dwFlags & MB_ERR_INVALID_CHARS)) {
        SetLastError(ERROR_NO_UNICODE_TRANSLATION);
        return 0;
    }
    if (cchWideChar == 0)
        return Bytes / sizeof(WCHAR);
    if (Bytes / sizeof(WCHAR) > (ULONG)cchWideChar) {
        SetLastError(ERROR_INSUFFICIENT_BUFFER);
        return 0;
    }
    if (CodePage == CP_UTF8)
        RtlUTF8ToUnicodeN(lpWideCharStr, Bytes, &Bytes, lpMultiByteStr, cbMultiByte);
    else
        RtlMultiByteToUnicodeN(lpWideCharStr, Bytes, &Bytes, lpMultiByteStr, cbMultiByte);
    return Bytes / sizeof(WCHAR);
}

/* Characters that 1252 does not have become the default character. */
static BOOL BaseReplaceUnmapped(LPSTR Text, LPCWSTR Wide, int Count, CHAR Default)
{
    BOOL Replaced = FALSE;
    int i;

    for (i = 0; i < Count; i++) {
        if (Text[i] == '?' && Wide[i] != L'?') {
            Text[i] = Default;
            Replaced = TRUE;
        }
    }
    return Replaced;
}

int WINAPI WideCharToMultiByte(UINT CodePage, DWORD dwFlags, LPCWSTR lpWideCharStr, int cchWideChar, LPSTR lpMultiByteStr, int cbMultiByte,
    LPCSTR lpDefaultChar, LPBOOL lpUsedDefaultChar)
{
    ULONG Bytes;
    BOOL Replaced;
    NTSTATUS Status = STATUS_SUCCESS;

    CodePage = BaseCodePage(CodePage);
    if (CodePage == 0 || lpWideCharStr == NULL || cchWideChar == 0 || cchWideChar < -1 || cbMultiByte < 0 ||
        (CodePage == CP_UTF8 && (lpDefaultChar != NULL || lpUsedDefaultChar != NULL))) {
        SetLastError(ERROR_INVALID_PARAMETER);
        return 0;
    }
    if (cchWideChar == -1)
        cchWideChar = lstrlenW(lpWideCharStr) + 1;
    if (CodePage == CP_UTF8)
        Status = RtlUnicodeToUTF8N(NULL, 0, &Bytes, lpWideCharStr, cchWideChar * sizeof(WCHAR));
    else
        Bytes = cchWideChar;
    if (Status == STATUS_SOME_NOT_MAPPED && (dwFlags & WC_ERR_INVALID_CHARS)) {
        SetLastError(ERROR_NO_UNICODE_TRANSLATION);
        return 0;
    }
    if (cbMultiByte == 0)
        return Bytes;
    if (Bytes > (ULONG)cbMultiByte) {
        SetLastError(ERROR_INSUFFICIENT_BUFFER);
        return 0;
    }
    if (CodePage == CP_UTF8) {
        RtlUnicodeToUTF8N(lpMultiByteStr, Bytes, &Bytes, lpWideCharStr, cchWideChar * sizeof(WCHAR));
        return Bytes;
    }
    RtlUnicodeToMultiByteN(lpMultiByteStr, Bytes, &Bytes, lpWideCharStr, cchWideChar * sizeof(WCHAR));
    Replaced = BaseReplaceUnmapped(lpMultiByteStr, lpWideCharStr, cchWideChar, lpDefaultChar != NULL ? *lpDefaultChar : '?');
    if (lpUsedDefaultChar != NULL)
        *lpUsedDefaultChar = Replaced;
    return Bytes;
}

static WORD BaseCharacterType(WCHAR c)
{
    if (RtlUpcaseUnicodeChar(c) != c || c == 0xDF || c == 0x149)
        return C1_DEFINED | C1_ALPHA | C1_LOWER | (c >= 'a' && c <= 'f' ? C1_XDIGIT : 0);
    if (RtlDowncaseUnicodeChar(c) != c)
        return C1_DEFINED | C1_ALPHA | C1_UPPER | (c >= 'A' && c <= 'F' ? C1_XDIGIT : 0);
    if (c >= '0' && c <= '9')
        return C1_DEFINED | C1_DIGIT | C1_XDIGIT;
    if (c == ' ' || c == 0xA0)
        return C1_DEFINED | C1_SPACE | C1_BLANK;
    if (c == '\t')
        return C1_DEFINED | C1_SPACE | C1_BLANK | C1_CNTRL;
    if (c >= 0x0A && c <= 0x0D)
        return C1_DEFINED | C1_SPACE | C1_CNTRL;
    if (c < 0x20 || (c >= 0x7F && c < 0xA0))
        return C1_DEFINED | C1_CNTRL;
    if (c < 0xC0 || c == 0xD7 || c == 0xF7 || (c >= 0x2010 && c <= 0x205E) || (c >= 0x3001 && c <= 0x3003))
        return C1_DEFINED | C1_PUNCT;
    if (c >= 0x2000 && c <= 0x200A)
        return C1_DEFINED | C1_SPACE;
    /* Ideographs, kana, Hangul and further alphabets. */
    if (c >= 0x100 && c < 0xD800)
        return C1_DEFINED | C1_ALPHA;
    return C1_DEFINED;
}

BOOL WINAPI GetStringTypeW(DWORD dwInfoType, LPCWSTR lpSrcStr, int cchSrc, LPWORD lpCharType)
{
    int i;

    if (dwInfoType != CT_CTYPE1 || lpSrcStr == NULL || lpCharType == NULL || cchSrc == 0) {
        SetLastError(ERROR_INVALID_PARAMETER);
        return FALSE;
    }
    if (cchSrc < 0)
        cchSrc = lstrlenW(lpSrcStr) + 1;
    for (i = 0; i < cchSrc; i++)
        lpCharType[i] = BaseCharacterType(lpSrcStr[i]);
    return TRUE;
}

BOOL WINAPI GetStringTypeA(LCID Locale, DWORD dwInfoType, LPCSTR lpSrcStr, int cchSrc, LPWORD lpCharType)
{
    WCHAR Wide;
    int i;

    if (dwInfoType != CT_CTYPE1 || lpSrcStr == NULL || lpCharType == NULL || cchSrc == 0) {
        SetLastError(ERROR_INVALID_PARAMETER);
        return FALSE;
    }
    if (cchSrc < 0)
        cchSrc = lstrlenA(lpSrcStr) + 1;
    for (i = 0; i < cchSrc; i++) {
        RtlMultiByteToUnicodeN(&Wide, sizeof(Wide), NULL, lpSrcStr + i, 1);
        lpCharType[i] = BaseCharacterType(Wide);
    }
    return TRUE;
}

/* The class in the high word orders punctuation before digits before letters; letters compare without case first. */
static ULONG BaseSortWeight(WCHAR Character)
{
    WORD Type = BaseCharacterType(Character);

    if (Type & C1_ALPHA)
        return 0x30000 | RtlUpcaseUnicodeChar(Character);
    if (Type & C1_DIGIT)
        return 0x20000 | Character;
    return 0x10000 | Character;
}

int WINAPI CompareStringW(LCID Locale, DWORD dwCmpFlags, LPCWSTR lpString1, int cchCount1, LPCWSTR lpString2, int cchCount2)
{
    int TieBreak = 0;
    int i;

    if (lpString1 == NULL || lpString2 == NULL) {
        SetLastError(ERROR_INVALID_PARAMETER);
        return 0;
    }
    if (cchCount1 < 0)
        cchCount1 = lstrlenW(lpString1);
    if (cchCount2 < 0)
        cchCount2 = lstrlenW(lpString2);
    for (i = 0; i < cchCount1 && i < cchCount2; i++) {
        ULONG Weight1 = BaseSortWeight(lpString1[i]);
        ULONG Weight2 = BaseSortWeight(lpString2[i]);
        if (Weight1 != Weight2)
            return Weight1 < Weight2 ? CSTR_LESS_THAN : CSTR_GREATER_THAN;
        if (TieBreak == 0 && lpString1[i] != lpString2[i])
            TieBreak = lpString1[i] > lpString2[i] ? -1 : 1;
    }
    if (cchCount1 != cchCount2)
        return cchCount1 < cchCount2 ? CSTR_LESS_THAN : CSTR_GREATER_THAN;
    if (TieBreak == 0 || (dwCmpFlags & NORM_IGNORECASE))
        return CSTR_EQUAL;
    return TieBreak < 0 ? CSTR_LESS_THAN : CSTR_GREATER_THAN;
}

/* The characters of a narrow string as wide ones on the process heap. */
static PWSTR BaseWiden(LPCSTR Text, int *Count)
{
    PWSTR Wide;

    if (*Count < 0)
        *Count = lstrlenA(Text);
    Wide = (PWSTR)RtlAllocateHeap(BaseHeap(), 0, *Count * sizeof(WCHAR));
    if (Wide == NULL)
        SetLastError(ERROR_NOT_ENOUGH_MEMORY);
    else
        RtlMultiByteToUnicodeN(Wide, *Count * sizeof(WCHAR), NULL, Text, *Count);
    return Wide;
}

int WINAPI CompareStringA(LCID Locale, DWORD dwCmpFlags, LPCSTR lpString1, int cchCount1, LPCSTR lpString2, int cchCount2)
{
    PWSTR Wide1;
    PWSTR Wide2;
    int Result = 0;

    if (lpString1 == NULL || lpString2 == NULL) {
        SetLastError(ERROR_INVALID_PARAMETER);
        return 0;
    }
    Wide1 = BaseWiden(lpString1, &cchCount1);
    Wide2 = BaseWiden(lpString2, &cchCount2);
    if (Wide1 != NULL && Wide2 != NULL)
        Result = CompareStringW(Locale, dwCmpFlags, Wide1, cchCount1, Wide2, cchCount2);
    if (Wide1 != NULL)
        RtlFreeHeap(BaseHeap(), 0, Wide1);
    if (Wide2 != NULL)
        RtlFreeHeap(BaseHeap(), 0, Wide2);
    return Result;
}

/* Upper or lower case; other mappings are refused. */
int WINAPI LCMapStringW(LCID Locale, DWORD dwMapFlags, LPCWSTR lpSrcStr, int cchSrc, LPWSTR lpDestStr, int cchDest)
{
    int i;

    if (lpSrcStr == NULL || cchSrc == 0 || (dwMapFlags != LCMAP_LOWERCASE && dwMapFlags != LCMAP_UPPERCASE)) {
        SetLastError(ERROR_INVALID_PARAMETER);
        return 0;
    }
    if (cchSrc < 0)
        cchSrc = lstrlenW(lpSrcStr) + 1;
    if (cchDest == 0)
        return cchSrc;
    if (cchSrc > cchDest) {
        SetLastError(ERROR_INSUFFICIENT_BUFFER);
        return 0;
    }
    for (i = 0; i < cchSrc; i++)
        lpDestStr[i] = dwMapFlags == LCMAP_UPPERCASE ? RtlUpcaseUnicodeChar(lpSrcStr[i]) : RtlDowncaseUnicodeChar(lpSrcStr[i]);
    return cchSrc;
}

int WINAPI LCMapStringA(LCID Locale, DWORD dwMapFlags, LPCSTR lpSrcStr, int cchSrc, LPSTR lpDestStr, int cchDest)
{
    PWSTR Wide;

    if (lpSrcStr == NULL || cchSrc == 0 || (dwMapFlags != LCMAP_LOWERCASE && dwMapFlags != LCMAP_UPPERCASE)) {
        SetLastError(ERROR_INVALID_PARAMETER);
        return 0;
    }
    if (cchSrc < 0)
        cchSrc = lstrlenA(lpSrcStr) + 1;
    if (cchDest == 0)
        return cchSrc;
    if (cchSrc > cchDest) {
        SetLastError(ERROR_INSUFFICIENT_BUFFER);
        return 0;
    }
    Wide = BaseWiden(lpSrcStr, &cchSrc);
    if (Wide == NULL)
        return 0;
    LCMapStringW(Locale, dwMapFlags, Wide, cchSrc, Wide, cchSrc);
    RtlUnicodeToMultiByteN(lpDestStr, cchDest, NULL, Wide, cchSrc * sizeof(WCHAR));
    RtlFreeHeap(BaseHeap(), 0, Wide);
    return cchSrc;
}

LCID WINAPI GetUserDefaultLCID(VOID)
{
    return 0x0409;
}

LCID WINAPI GetSystemDefaultLCID(VOID)
{
    return 0x0409;
}

LCID WINAPI GetThreadLocale(VOID)
{
    return NtCurrentTeb()->CurrentLocale != 0 ? NtCurrentTeb()->CurrentLocale : GetUserDefaultLCID();
}

LANGID WINAPI GetUserDefaultLangID(VOID)
{
    return 0x0409;
}

LANGID WINAPI GetSystemDefaultLangID(VOID)
{
    return 0x0409;
}
