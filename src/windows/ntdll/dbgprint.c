/*
 * DbgPrint: formatted text for the debugger, through interrupt 2D. Understands %d %i %u %x %X %p %c %s %S %ls %ws %wZ %Z %%, the
 * flags - and 0, a width, a precision for strings, and the size prefixes h, l, I64.
 */
#include "ntdllp.h"

#define BREAKPOINT_PRINT 1

typedef struct _FORMAT_OUTPUT {
    char *Buffer;
    SIZE_T Count;
    SIZE_T Length;
} FORMAT_OUTPUT;

typedef struct _FORMAT_ITEM {
    BOOLEAN Left;
    BOOLEAN Zero;
    BOOLEAN Wide;
    BOOLEAN Quad;
    LONG Width;
    LONG Precision;
} FORMAT_ITEM;

static VOID RtlpPutCharacter(FORMAT_OUTPUT *Output, char Character)
{
    if (Output->Length < Output->Count)
        Output->Buffer[Output->Length] = Character;
    Output->Length++;
}

static VOID RtlpPadTo(FORMAT_OUTPUT *Output, LONG Count, char Character)
{
    for (; Count > 0; Count--)
        RtlpPutCharacter(Output, Character);
}

static VOID RtlpPutText(FORMAT_OUTPUT *Output, FORMAT_ITEM *Item, PCSZ Text, PCWSTR WideText, LONG Length)
{
    LONG i;

    if (Item->Precision >= 0 && Length > Item->Precision)
        Length = Item->Precision;
    if (!Item->Left)
        RtlpPadTo(Output, Item->Width - Length, ' ');
    for (i = 0; i < Length; i++)
        RtlpPutCharacter(Output, WideText != NULL ? (char)(WideText[i] < 0x100 ? WideText[i] : '?') : Text[i]);
    if (Item->Left)
        RtlpPadTo(Output, Item->Width - Length, ' ');
}

static VOID RtlpPutNumber(FORMAT_OUTPUT *Output, FORMAT_ITEM *Item, ULONGLONG Value, ULONG Base, BOOLEAN Negative, BOOLEAN Upper)
{
    char Digits[24];
    LONG Length = 0;
    LONG Total;

    do {
        ULONG Digit = (ULONG)(Value % Base);
        Digits[Length++] = (char)(Digit < 10 ? '0' + Digit : (Upper ? 'A' : 'a') + Digit - 10);
        Value /= Base;
    } while (Value != 0);
    Total = Length + (Negative ? 1 : 0);
    if (!Item->Left && !Item->Zero)
        RtlpPadTo(Output, Item->Width - Total, ' ');
    if (Negative)
        RtlpPutCharacter(Output, '-');
    if (!Item->Left && Item->Zero)
        RtlpPadTo(Output, Item->Width - Total, '0');
    while (Length > 0)
        RtlpPutCharacter(Output, Digits[--Length]);
    if (Item->Left)
        RtlpPadTo(Output, Item->Width - Total, ' ');
}

/* Reads flags, width, precision and size prefix; returns the place of the conversion letter. */
static PCSZ RtlpReadItem(PCSZ Format, FORMAT_ITEM *Item, va_list *Arguments)
{
    RtlZeroMemory(Item, sizeof(*Item));
    Item->Precision = -1;
    for (; *Format == '-' || *Format == '0'; Format++) {
        if (*Format == '-')
            Item->Left = TRUE;
        else
            Item->Zero = TRUE;
    }
    if (*Format == '*') {
        Item->Width = va_arg(*Arguments, LONG);
        Format++;
    }
    for (; *Format >= '0' && *Format <= '9'; Format++)
        Item->Width = Item->Width * 10 + (*Format - '0');
    if (*Format == '.') {
        Item->Precision = 0;
        Format++;
        if (*Format == '*') {
            Item->Precision = va_arg(*Arguments, LONG);
            Format++;
        }
        for (; *Format >= '0' && *Format <= '9'; Format++)
            Item->Precision = Item->Precision * 10 + (*Format - '0');
    }
    if (Format[0] == 'I' && Format[1] == '6' && Format[2] == '4') {
        Item->Quad = TRUE;
        Format += 3;
    }
    for (; *Format == 'l' || *Format == 'h' || *Format == 'w'; Format++) {
        if (*Format != 'h')
            Item->Wide = TRUE;
    }
    return Format;
}

static VOID RtlpFormatString(FORMAT_OUTPUT *Output, FORMAT_ITEM *Item, PVOID Text)
{
    if (Text == NULL)
        RtlpPutText(Output, Item, "(null)", NULL, 6);
    else if (Item->Wide)
        RtlpPutText(Output, Item, NULL, (PCWSTR)Text, (LONG)RtlpWideStringLength((PCWSTR)Text));
    else
        RtlpPutText(Output, Item, (PCSZ)Text, NULL, (LONG)RtlpStringLength((PCSZ)Text));
}

/* Counted strings: %Z ANSI_STRING*, %wZ UNICODE_STRING*. */
static VOID RtlpFormatCounted(FORMAT_OUTPUT *Output, FORMAT_ITEM *Item, PSTRING String)
{
    if (String == NULL || String->Buffer == NULL)
        RtlpFormatString(Output, Item, NULL);
    else if (Item->Wide)
        RtlpPutText(Output, Item, NULL, (PCWSTR)String->Buffer, String->Length / sizeof(WCHAR));
    else
        RtlpPutText(Output, Item, String->Buffer, NULL, String->Length);
}

/* At most Count characters are stored, with no zero added. Returns the full length, or -1 when it did not fit. */
int __cdecl _vsnprintf(char *Buffer, SIZE_T Count, const char *Format, va_list Arguments)
{
    FORMAT_OUTPUT Output;
    FORMAT_ITEM Item;
    LONGLONG Signed;
    ULONGLONG Unsigned;

    Output.Buffer = Buffer;
    Output.Count = Count;
    Output.Length = 0;
    for (; *Format != 0; Format++) {
        if (*Format != '%') {
            RtlpPutCharacter(&Output, *Format);
            continue;
        }
        Format = RtlpReadItem(Format + 1, &Item, &Arguments);
        switch (*Format) {
        case 'd':
        case 'i':
            Signed = Item.Quad ? va_arg(Arguments, LONGLONG) : va_arg(Arguments, LONG);
            RtlpPutNumber(&Output, &Item, Signed < 0 ? (ULONGLONG)-Signed : (ULONGLONG)Signed, 10, Signed < 0, FALSE);
            break;
        case 'u':
        case 'x':
        case 'X':
            Unsigned = Item.Quad ? va_arg(Arguments, ULONGLONG) : va_arg(Arguments, ULONG);
            RtlpPutNumber(&Output, &Item, Unsigned, *Format == 'u' ? 10 : 16, FALSE, *Format == 'X');
            break;
        case 'p':
            Item.Zero = TRUE;
            Item.Width = 8;
            RtlpPutNumber(&Output, &Item, va_arg(Arguments, ULONG), 16, FALSE, TRUE);
            break;
        case 'c':
            RtlpPutCharacter(&Output, (char)va_arg(Arguments, LONG));
            break;
        case 'S':
            Item.Wide = TRUE;
            RtlpFormatString(&Output, &Item, va_arg(Arguments, PVOID));
            break;
        case 's':
            RtlpFormatString(&Output, &Item, va_arg(Arguments, PVOID));
            break;
        case 'Z':
            RtlpFormatCounted(&Output, &Item, va_arg(Arguments, PSTRING));
            break;
        case 0:
            Format--;
            break;
        default:
            RtlpPutCharacter(&Output, *Format);
        }
    }
    if (Output.Length < Count)
        Buffer[Output.Length] = 0;
    return Output.Length > Count ? -1 : (int)Output.Length;
}

int __cdecl _snprintf(char *Buffer, SIZE_T Count, const char *Format, ...)
{
    va_list Arguments;
    int Length;

    va_start(Arguments, Format);
    Length = _vsnprintf(Buffer, Count, Format, Arguments);
    va_end(Arguments);
    return Length;
}

/* EAX: which service, ECX: the text, EDX: its length. The breakpoint behind it is skipped by the kernel. */
static __declspec(naked) ULONG NTAPI DebugService(ULONG Service, PCSZ Text, ULONG Length)
{
    __asm {
        mov eax, dword ptr [esp+4]
        mov ecx, dword ptr [esp+8]
        mov edx, dword ptr [esp+0Ch]
        int 2Dh
        int 3
        ret 0Ch
    }
}

ULONG __cdecl DbgPrint(PCSZ Format, ...)
{
    char Buffer[512];
    va_list Arguments;
    int Length;

    va_start(Arguments, Format);
    Length = _vsnprintf(Buffer, sizeof(Buffer), Format, Arguments);
    va_end(Arguments);
    if (Length < 0)
        Length = sizeof(Buffer);
    DebugService(BREAKPOINT_PRINT, Buffer, Length);
    return STATUS_SUCCESS;
}
