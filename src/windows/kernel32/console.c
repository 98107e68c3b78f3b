/*
 * The console. Its code page is UTF-8: what WriteConsoleA and WriteFile get are UTF-8 bytes, WriteConsoleW's characters are
 * turned into them. The modes belong to the process.
 */
#include "k32p.h"

#define CONSOLE_CODE_PAGE CP_UTF8

static DWORD BaseConsoleInputMode = ENABLE_PROCESSED_INPUT | ENABLE_LINE_INPUT | ENABLE_ECHO_INPUT;
static DWORD BaseConsoleOutputMode = ENABLE_PROCESSED_OUTPUT | ENABLE_WRAP_AT_EOL_OUTPUT;
static WCHAR BaseConsoleTitle[MAX_PATH];
static PHANDLER_ROUTINE BaseCtrlHandlers[8];

/* The mode word that belongs to the handle, or NULL with last error 6 when it is no console's. */
static LPDWORD BaseConsoleMode(HANDLE Handle)
{
    if (!BaseIsConsoleHandle(Handle)) {
        SetLastError(ERROR_INVALID_HANDLE);
        return NULL;
    }
    return Handle == NtCurrentPeb()->ProcessParameters->StandardInput ? &BaseConsoleInputMode : &BaseConsoleOutputMode;
}

BOOL WINAPI GetConsoleMode(HANDLE hConsoleHandle, LPDWORD lpMode)
{
    LPDWORD Mode = BaseConsoleMode(hConsoleHandle);

    if (Mode == NULL)
        return FALSE;
    *lpMode = *Mode;
    return TRUE;
}

BOOL WINAPI SetConsoleMode(HANDLE hConsoleHandle, DWORD dwMode)
{
    LPDWORD Mode = BaseConsoleMode(hConsoleHandle);

    if (Mode == NULL)
        return FALSE;
    *Mode = dwMode;
    return TRUE;
}

UINT WINAPI GetConsoleCP(VOID)
{
    return CONSOLE_CODE_PAGE;
}

UINT WINAPI GetConsoleOutputCP(VOID)
{
    return CONSOLE_CODE_PAGE;
}

BOOL WINAPI WriteConsoleA(HANDLE hConsoleOutput, const VOID *lpBuffer, DWORD nNumberOfCharsToWrite, LPDWORD lpNumberOfCharsWritten, LPVOID lpReserved)
{
    if (BaseConsoleMode(hConsoleOutput) == NULL)
        return FALSE;
    return WriteFile(hConsoleOutput, lpBuffer, nNumberOfCharsToWrite, lpNumberOfCharsWritten, NULL);
}

BOOL WINAPI WriteConsoleW(HANDLE hConsoleOutput, const VOID *lpBuffer, DWORD nNumberOfCharsToWrite, LPDWORD lpNumberOfCharsWritten, LPVOID lpReserved)
{
    ULONG Bytes;
    ULONG Written;
    PCHAR Text;
    BOOL Done;

    if (lpNumberOfCharsWritten != NULL)
        *lpNumberOfCharsWritten = 0;
    if (BaseConsoleMode(hConsoleOutput) == NULL)
        return FALSE;
    RtlUnicodeToUTF8N(NULL, 0, &Bytes, (PCWCH)lpBuffer, nNumberOfCharsToWrite * sizeof(WCHAR));
    Text = (PCHAR)RtlAllocateHeap(BaseHeap(), 0, Bytes);
    if (Text == NULL)
        return BaseSetLastNTError(STATUS_NO_MEMORY);
    RtlUnicodeToUTF8N(Text, Bytes, &Bytes, (PCWCH)lpBuffer, nNumberOfCharsToWrite * sizeof(WCHAR));
    Done = WriteFile(hConsoleOutput, Text, Bytes, &Written, NULL);
    RtlFreeHeap(BaseHeap(), 0, Text);
    if (Done && lpNumberOfCharsWritten != NULL)
        *lpNumberOfCharsWritten = nNumberOfCharsToWrite;
    return Done;
}

BOOL WINAPI ReadConsoleA(HANDLE hConsoleInput, LPVOID lpBuffer, DWORD nNumberOfCharsToRead, LPDWORD lpNumberOfCharsRead, LPVOID pInputControl)
{
    if (BaseConsoleMode(hConsoleInput) == NULL)
        return FALSE;
    return ReadFile(hConsoleInput, lpBuffer, nNumberOfCharsToRead, lpNumberOfCharsRead, NULL);
}

/* One byte gives at most one character, so as many bytes as characters are asked for always fit. */
BOOL WINAPI ReadConsoleW(HANDLE hConsoleInput, LPVOID lpBuffer, DWORD nNumberOfCharsToRead, LPDWORD lpNumberOfCharsRead, LPVOID pInputControl)
{
    PCHAR Text;
    DWORD Bytes;
    ULONG WideBytes = 0;
    BOOL Done;

    *lpNumberOfCharsRead = 0;
    if (BaseConsoleMode(hConsoleInput) == NULL)
        return FALSE;
    Text = (PCHAR)RtlAllocateHeap(BaseHeap(), 0, nNumberOfCharsToRead);
    if (Text == NULL)
        return BaseSetLastNTError(STATUS_NO_MEMORY);
    Done = ReadFile(hConsoleInput, Text, nNumberOfCharsToRead, &Bytes, NULL);
    if (Done)
        RtlUTF8ToUnicodeN((PWCH)lpBuffer, nNumberOfCharsToRead * sizeof(WCHAR), &WideBytes, Text, Bytes);
    RtlFreeHeap(BaseHeap(), 0, Text);
    *lpNumberOfCharsRead = WideBytes / sizeof(WCHAR);
    return Done;
}

BOOL WINAPI SetConsoleTitleW(LPCWSTR lpConsoleTitle)
{
    lstrcpynW(BaseConsoleTitle, lpConsoleTitle, MAX_PATH);
    return TRUE;
}

BOOL WINAPI SetConsoleTitleA(LPCSTR lpConsoleTitle)
{
    UNICODE_STRING Title;

    if (!BaseToUnicode(&Title, lpConsoleTitle))
        return FALSE;
    SetConsoleTitleW(Title.Buffer);
    RtlFreeUnicodeString(&Title);
    return TRUE;
}

/* Until somebody sets a title it is the one that the process was started with. */
static PCWSTR BaseCurrentTitle(VOID)
{
    PUNICODE_STRING Title = &NtCurrentPeb()->ProcessParameters->WindowTitle;

    return BaseConsoleTitle[0] == 0 && Title->Length != 0 ? Title->Buffer : BaseConsoleTitle;
}

DWORD WINAPI GetConsoleTitleW(LPWSTR lpConsoleTitle, DWORD nSize)
{
    PCWSTR Title = BaseCurrentTitle();

    if (nSize != 0)
        lstrcpynW(lpConsoleTitle, Title, nSize);
    return lstrlenW(Title);
}

DWORD WINAPI GetConsoleTitleA(LPSTR lpConsoleTitle, DWORD nSize)
{
    PCWSTR Title = BaseCurrentTitle();
    ULONG Length = lstrlenW(Title);

    if (nSize != 0)
        BaseAnswerA(Title, Length < nSize ? Length : nSize - 1, lpConsoleTitle, nSize);
    return Length;
}

/* Handlers are kept, last added first, but nobody can press Ctrl+C in this console yet, so none is ever called. */
BOOL WINAPI SetConsoleCtrlHandler(PHANDLER_ROUTINE HandlerRoutine, BOOL Add)
{
    ULONG i;

    if (HandlerRoutine == NULL)
        return TRUE;
    for (i = 0; i < RTL_NUMBER_OF(BaseCtrlHandlers); i++) {
        if (BaseCtrlHandlers[i] == (Add ? NULL : HandlerRoutine)) {
            BaseCtrlHandlers[i] = Add ? HandlerRoutine : NULL;
            return TRUE;
        }
    }
    SetLastError(Add ? ERROR_NOT_ENOUGH_MEMORY : ERROR_INVALID_PARAMETER);
    return FALSE;
}
