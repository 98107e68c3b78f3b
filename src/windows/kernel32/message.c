/*
 * The last error, and FormatMessage.
 *
 * FormatMessage walks a message text once and puts characters into a growing buffer on the process heap: inserts %1 to %99,
 * with a printf format between exclamation marks (%1!08x!), %n for a line break, %0 for the end, %space %. %! %% for
 * themselves. With a width it fills lines anew.
 */
#include "k32p.h"
#include "messages.h"

typedef struct _MESSAGE_OUTPUT {
    PWSTR Buffer;
    ULONG Length;
    ULONG Capacity;
    BOOLEAN Failed;
} MESSAGE_OUTPUT;

typedef struct _MESSAGE_ARGUMENTS {
    PULONG_PTR Array;
    va_list *List;
    BOOLEAN Ansi;
    /* A va_list can only be read forwards: what was read is kept. */
    ULONG_PTR Read[99];
    ULONG ReadCount;
} MESSAGE_ARGUMENTS;

DWORD WINAPI GetLastError(VOID)
{
    return NtCurrentTeb()->LastErrorValue;
}

VOID WINAPI SetLastError(DWORD dwErrCode)
{
    NtCurrentTeb()->LastErrorValue = dwErrCode;
}

static VOID BasePut(MESSAGE_OUTPUT *Output, WCHAR Character)
{
    if (Output->Length + 1 >= Output->Capacity) {
        ULONG Capacity = Output->Capacity * 2;
        PWSTR Larger = (PWSTR)RtlReAllocateHeap(BaseHeap(), 0, Output->Buffer, Capacity * sizeof(WCHAR));
        if (Larger == NULL) {
            Output->Failed = TRUE;
            return;
        }
        Output->Buffer = Larger;
        Output->Capacity = Capacity;
    }
    Output->Buffer[Output->Length++] = Character;
}

static VOID BasePutWide(MESSAGE_OUTPUT *Output, PCWSTR Text, LONG Precision)
{
    if (Text == NULL)
        Text = L"(null)";
    for (; *Text != 0 && Precision != 0; Text++, Precision--)
        BasePut(Output, *Text);
}

static VOID BasePutNarrow(MESSAGE_OUTPUT *Output, PCSZ Text, LONG Precision)
{
    WCHAR Wide;

    if (Text == NULL)
        Text = "(null)";
    for (; *Text != 0 && Precision != 0; Text++, Precision--) {
        RtlMultiByteToUnicodeN(&Wide, sizeof(Wide), NULL, Text, 1);
        BasePut(Output, Wide);
    }
}

static ULONG_PTR BaseArgument(MESSAGE_ARGUMENTS *Arguments, ULONG Number)
{
    if (Arguments->Array != NULL)
        return Arguments->Array[Number];
    while (Arguments->ReadCount <= Number)
        Arguments->Read[Arguments->ReadCount++] = va_arg(*Arguments->List, ULONG_PTR);
    return Arguments->Read[Number];
}

/* Moves the text put since Start to the right of Width columns, or pads behind it. */
static VOID BasePad(MESSAGE_OUTPUT *Output, ULONG Start, ULONG Width, BOOLEAN Left)
{
    ULONG Length = Output->Length - Start;
    ULONG i;

    if (Length >= Width || Width > 1024)
        return;
    for (i = Length; i < Width; i++)
        BasePut(Output, L' ');
    if (Left || Output->Failed)
        return;
    RtlMoveMemory(Output->Buffer + Start + Width - Length, Output->Buffer + Start, Length * sizeof(WCHAR));
    for (i = 0; i < Width - Length; i++)
        Output->Buffer[Start + i] = L' ';
}

static VOID BasePutInsertNumber(MESSAGE_OUTPUT *Output, PCSZ Format, ULONG_PTR Value)
{
    char Digits[128];
    int Length = _snprintf(Digits, sizeof(Digits) - 1, Format, Value);

    Digits[Length >= 0 ? Length : sizeof(Digits) - 1] = 0;
    BasePutNarrow(Output, Digits, -1);
}

/* One insert; Format is what stood between the exclamation marks, without the percent sign. */
static VOID BasePutInsert(MESSAGE_OUTPUT *Output, const char *Format, MESSAGE_ARGUMENTS *Arguments, ULONG Number)
{
    char Full[36];
    ULONG Start = Output->Length;
    ULONG_PTR Value = BaseArgument(Arguments, Number);
    BOOLEAN Left = FALSE;
    BOOLEAN Narrow = Arguments->Ansi;
    ULONG Width = 0;
    LONG Precision = -1;
    const char *p = Format;

    for (; *p == '-' || *p == '0' || *p == '#' || *p == '+' || *p == ' '; p++)
        Left |= *p == '-';
    for (; *p >= '0' && *p <= '9'; p++)
        Width = Width * 10 + (*p - '0');
    if (*p == '.') {
        Precision = 0;
        for (p++; *p >= '0' && *p <= '9'; p++)
            Precision = Precision * 10 + (*p - '0');
    }
    for (; *p == 'h' || *p == 'l' || *p == 'w'; p++)
        Narrow = *p == 'h';
    if (*p == 'S' || *p == 'C')
        Narrow = !Narrow;
    if (*p == 's' || *p == 'S' || *p == 0) {
        if (Narrow)
            BasePutNarrow(Output, (PCSZ)Value, Precision);
        else
            BasePutWide(Output, (PCWSTR)Value, Precision);
        BasePad(Output, Start, Width, Left);
    } else if (*p == 'c' || *p == 'C') {
        BasePut(Output, (WCHAR)Value);
        BasePad(Output, Start, Width, Left);
    } else {
        Full[0] = '%';
        lstrcpynA(Full + 1, Format, sizeof(Full) - 1);
        BasePutInsertNumber(Output, Full, Value);
    }
}

/* Reads "12" or "12!08x!" behind a percent sign; returns the place behind it. */
static PCWSTR BaseReadInsert(PCWSTR Source, MESSAGE_OUTPUT *Output, MESSAGE_ARGUMENTS *Arguments)
{
    char Format[32];
    ULONG Length = 0;
    ULONG Number = *Source++ - L'0';

    if (*Source >= L'0' && *Source <= L'9')
        Number = Number * 10 + (*Source++ - L'0');
    if (*Source == L'!') {
        for (Source++; *Source != 0 && *Source != L'!'; Source++) {
            if (Length < sizeof(Format) - 1)
                Format[Length++] = (char)*Source;
        }
        if (*Source == L'!')
            Source++;
    }
    Format[Length] = 0;
    BasePutInsert(Output, Format, Arguments, Number - 1);
    return Source;
}

static VOID BasePutLineBreak(MESSAGE_OUTPUT *Output, DWORD Width)
{
    if (Width == FORMAT_MESSAGE_MAX_WIDTH_MASK)
        BasePut(Output, L' ');
    else {
        BasePut(Output, L'\r');
        BasePut(Output, L'\n');
    }
}

/* The whole text. Arguments NULL: inserts are left as they stand. */
static VOID BaseExpandMessage(PCWSTR Source, MESSAGE_OUTPUT *Output, MESSAGE_ARGUMENTS *Arguments, DWORD Width)
{
    while (*Source != 0 && !Output->Failed) {
        if (*Source == L'\r' || *Source == L'\n') {
            Source += Source[0] == L'\r' && Source[1] == L'\n' ? 2 : 1;
            /* With a width the source's own line breaks are ignored. */
            if (Width != 0)
                BasePut(Output, L' ');
            else
                BasePutLineBreak(Output, 0);
            continue;
        }
        if (*Source != L'%') {
            BasePut(Output, *Source++);
            continue;
        }
        Source++;
        if (*Source == L'0')
            return;
        if (*Source >= L'1' && *Source <= L'9') {
            if (Arguments != NULL) {
                Source = BaseReadInsert(Source, Output, Arguments);
                continue;
            }
            BasePut(Output, L'%');
            BasePut(Output, *Source++);
        } else if (*Source == L'n') {
            BasePutLineBreak(Output, 0);
            Source++;
        } else if (*Source == L't') {
            BasePut(Output, L'\t');
            Source++;
        } else if (*Source == L'r') {
            BasePut(Output, L'\r');
            Source++;
        } else if (*Source != 0)
            BasePut(Output, *Source++);
    }
}

static PCWSTR BaseSystemMessage(DWORD MessageId)
{
    ULONG i;

    for (i = 0; i < RTL_NUMBER_OF(BaseMessages); i++) {
        if (BaseMessages[i].Id == MessageId)
            return BaseMessages[i].Text;
    }
    return NULL;
}

/* The finished text on the process heap, or NULL with the last error set. */
static PWSTR BaseFormatMessage(DWORD Flags, PCWSTR Text, va_list *Arguments, BOOLEAN Ansi, PULONG Length)
{
    MESSAGE_OUTPUT Output;
    MESSAGE_ARGUMENTS Values;

    Output.Length = 0;
    Output.Capacity = 256;
    Output.Failed = FALSE;
    Output.Buffer = (PWSTR)RtlAllocateHeap(BaseHeap(), 0, Output.Capacity * sizeof(WCHAR));
    if (Output.Buffer == NULL) {
        SetLastError(ERROR_NOT_ENOUGH_MEMORY);
        return NULL;
    }
    Values.Ansi = Ansi;
    Values.ReadCount = 0;
    Values.List = Arguments;
    Values.Array = (Flags & FORMAT_MESSAGE_ARGUMENT_ARRAY) ? (PULONG_PTR)Arguments : NULL;
    BaseExpandMessage(Text, &Output, (Flags & FORMAT_MESSAGE_IGNORE_INSERTS) || Arguments == NULL ? NULL : &Values,
        Flags & FORMAT_MESSAGE_MAX_WIDTH_MASK);
    if (Output.Failed) {
        RtlFreeHeap(BaseHeap(), 0, Output.Buffer);
        SetLastError(ERROR_NOT_ENOUGH_MEMORY);
        return NULL;
    }
    Output.Buffer[Output.Length] = 0;
    *Length = Output.Length;
    return Output.Buffer;
}

/* The message text, for Source's flags other than FROM_STRING. Message tables inside modules do not exist here. */
static PCWSTR BaseFindMessage(DWORD Flags, DWORD MessageId)
{
    PCWSTR Text;

    if (!(Flags & (FORMAT_MESSAGE_FROM_SYSTEM | FORMAT_MESSAGE_FROM_HMODULE))) {
        SetLastError(ERROR_INVALID_PARAMETER);
        return NULL;
    }
    Text = (Flags & FORMAT_MESSAGE_FROM_SYSTEM) ? BaseSystemMessage(MessageId) : NULL;
    if (Text == NULL)
        SetLastError(ERROR_MR_MID_NOT_FOUND);
    return Text;
}

DWORD WINAPI FormatMessageW(
    DWORD dwFlags, LPCVOID lpSource, DWORD dwMessageId, DWORD dwLanguageId, LPWSTR lpBuffer, DWORD nSize, va_list *Arguments)
{
    PCWSTR Text = (dwFlags & FORMAT_MESSAGE_FROM_STRING) ? (PCWSTR)lpSource : BaseFindMessage(dwFlags, dwMessageId);
    PWSTR Result;
    ULONG Length;

    if (Text == NULL)
        return 0;
    Result = BaseFormatMessage(dwFlags, Text, Arguments, FALSE, &Length);
    if (Result == NULL)
        return 0;
    if (dwFlags & FORMAT_MESSAGE_ALLOCATE_BUFFER) {
        PWSTR Copy = (PWSTR)LocalAlloc(LMEM_FIXED, (Length + 1 > nSize ? Length + 1 : nSize) * sizeof(WCHAR));
        *(PWSTR *)lpBuffer = Copy;
        if (Copy != NULL)
            lstrcpyW(Copy, Result);
        else
            Length = 0;
    } else if (BaseAnswerW(Result, Length, lpBuffer, nSize) != Length) {
        SetLastError(ERROR_INSUFFICIENT_BUFFER);
        Length = 0;
    }
    RtlFreeHeap(BaseHeap(), 0, Result);
    return Length;
}

DWORD WINAPI FormatMessageA(
    DWORD dwFlags, LPCVOID lpSource, DWORD dwMessageId, DWORD dwLanguageId, LPSTR lpBuffer, DWORD nSize, va_list *Arguments)
{
    UNICODE_STRING Source;
    PCWSTR Text;
    PWSTR Result;
    ULONG Length;

    Source.Buffer = NULL;
    if (dwFlags & FORMAT_MESSAGE_FROM_STRING) {
        if (!BaseToUnicode(&Source, (LPCSTR)lpSource))
            return 0;
        Text = Source.Buffer;
    } else
        Text = BaseFindMessage(dwFlags, dwMessageId);
    Result = Text != NULL ? BaseFormatMessage(dwFlags, Text, Arguments, TRUE, &Length) : NULL;
    if (Source.Buffer != NULL)
        RtlFreeUnicodeString(&Source);
    if (Result == NULL)
        return 0;
    if (dwFlags & FORMAT_MESSAGE_ALLOCATE_BUFFER) {
        PCHAR Copy = (PCHAR)LocalAlloc(LMEM_FIXED, Length + 1 > nSize ? Length + 1 : nSize);
        *(PCHAR *)lpBuffer = Copy;
        if (Copy != NULL)
            BaseAnswerA(Result, Length, Copy, Length + 1);
        else
            Length = 0;
    } else if (BaseAnswerA(Result, Length, lpBuffer, nSize) != Length) {
        SetLastError(ERROR_INSUFFICIENT_BUFFER);
        Length = 0;
    }
    RtlFreeHeap(BaseHeap(), 0, Result);
    return Length;
}
