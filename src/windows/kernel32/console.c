/*
 * The console. Its code page is UTF-8: what WriteConsoleA and WriteFile get are UTF-8 bytes, WriteConsoleW's characters are
 * turned into them. Modes and waiting input are the kernel's.
 */
#include "k32p.h"

#define CONSOLE_CODE_PAGE CP_UTF8

static WCHAR BaseConsoleTitle[MAX_PATH];
static PHANDLER_ROUTINE BaseCtrlHandlers[8];

/* Asks the console behind the handle. FALSE with last error 6 when it is no console's. */
static BOOL BaseConsoleRequest(HANDLE Handle, ULONG Request, LPDWORD In, LPDWORD Out)
{
    IO_STATUS_BLOCK IoStatusBlock;
    NTSTATUS Status = NtDeviceIoControlFile(Handle, NULL, NULL, NULL, &IoStatusBlock, Request, In, In != NULL ? sizeof(DWORD) : 0,
        Out, Out != NULL ? sizeof(DWORD) : 0);

    if (NT_SUCCESS(Status))
        return TRUE;
    BaseSetLastNTError(Status);
    if (Status == STATUS_INVALID_DEVICE_REQUEST)
        SetLastError(ERROR_INVALID_HANDLE);
    return FALSE;
}

BOOL WINAPI GetConsoleMode(HANDLE hConsoleHandle, LPDWORD lpMode)
{
    return BaseConsoleRequest(hConsoleHandle, IOCTL_CONSOLE_GET_MODE, NULL, lpMode);
}

BOOL WINAPI SetConsoleMode(HANDLE hConsoleHandle, DWORD dwMode)
{
    return BaseConsoleRequest(hConsoleHandle, IOCTL_CONSOLE_SET_MODE, &dwMode, NULL);
}

/* Every byte that waits to be read counts as one event. */
BOOL WINAPI GetNumberOfConsoleInputEvents(HANDLE hConsoleInput, LPDWORD lpNumberOfEvents)
{
    return BaseConsoleRequest(hConsoleInput, IOCTL_CONSOLE_INPUT_COUNT, NULL, lpNumberOfEvents);
}

BOOL WINAPI FlushConsoleInputBuffer(HANDLE hConsoleInput)
{
    return BaseConsoleRequest(hConsoleInput, IOCTL_CONSOLE_FLUSH_INPUT, NULL, NULL);
}

static BOOL BaseIsConsole(HANDLE Handle)
{
    DWORD Mode;

    return GetConsoleMode(Handle, &Mode);
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
    if (!BaseIsConsole(hConsoleOutput))
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
    if (!BaseIsConsole(hConsoleOutput))
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
    if (!BaseIsConsole(hConsoleInput))
        return FALSE;
    return ReadFile(hConsoleInput, lpBuffer, nNumberOfCharsToRead, lpNumberOfCharsRead, NULL);
}

/* How many bytes are missing from the UTF-8 character at the end of the text. */
static DWORD BaseMissingTrailBytes(PCHAR Text, DWORD Bytes)
{
    DWORD Back;

    for (Back = 1; Back <= 3 && Back <= Bytes; Back++) {
        UCHAR Byte = (UCHAR)Text[Bytes - Back];
        DWORD Length = Byte >= 0xF0 ? 4 : Byte >= 0xE0 ? 3 : Byte >= 0xC0 ? 2 : 1;
        if ((Byte & 0xC0) != 0x80)
            return Length > Back ? Length - Back : 0;
    }
    return 0;
}

/* One byte gives at most one character, so as many bytes as characters are asked for always fit; a character is never cut. */
BOOL WINAPI ReadConsoleW(HANDLE hConsoleInput, LPVOID lpBuffer, DWORD nNumberOfCharsToRead, LPDWORD lpNumberOfCharsRead, LPVOID pInputControl)
{
    PCHAR Text;
    DWORD Bytes;
    DWORD More;
    DWORD Missing;
    ULONG WideBytes = 0;
    BOOL Done;

    *lpNumberOfCharsRead = 0;
    if (!BaseIsConsole(hConsoleInput))
        return FALSE;
    Text = (PCHAR)RtlAllocateHeap(BaseHeap(), 0, nNumberOfCharsToRead + 3);
    if (Text == NULL)
        return BaseSetLastNTError(STATUS_NO_MEMORY);
    Done = ReadFile(hConsoleInput, Text, nNumberOfCharsToRead, &Bytes, NULL);
    while (Done && (Missing = BaseMissingTrailBytes(Text, Bytes)) != 0 && ReadFile(hConsoleInput, Text + Bytes, Missing, &More, NULL) && More != 0)
        Bytes += More;
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
