/*
 * Characters: code page 1252 and UTF-8 to and from UTF-16, upper and lower case.
 *
 * Code page 1252 is Latin-1 with printable characters in 80-9F. Case is known for Latin-1, Latin Extended-A, Greek and
 * Cyrillic letters; other characters are their own upper and lower case.
 */
#include "ntdllp.h"

#define REPLACEMENT_CHARACTER 0xFFFD

static const WCHAR NlsAnsiHigh[32] = {
    0x20AC, 0x0081, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x008D, 0x017D, 0x008F,
    0x0090, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x009D, 0x017E, 0x0178,
};

static WCHAR RtlpAnsiToUnicode(UCHAR Character)
{
    return Character >= 0x80 && Character <= 0x9F ? NlsAnsiHigh[Character - 0x80] : Character;
}

/* '?' stands for what the code page does not have. */
static UCHAR RtlpUnicodeToAnsi(WCHAR Character)
{
    ULONG i;

    if (Character < 0x80 || (Character >= 0xA0 && Character <= 0xFF))
        return (UCHAR)Character;
    for (i = 0; i < 32; i++) {
        if (NlsAnsiHigh[i] == Character)
            return (UCHAR)(0x80 + i);
    }
    return '?';
}

NTSTATUS NTAPI RtlMultiByteToUnicodeSize(PULONG BytesInUnicodeString, const CHAR *MultiByteString, ULONG BytesInMultiByteString)
{
    *BytesInUnicodeString = BytesInMultiByteString * sizeof(WCHAR);
    return STATUS_SUCCESS;
}

NTSTATUS NTAPI RtlUnicodeToMultiByteSize(PULONG BytesInMultiByteString, PCWCH UnicodeString, ULONG BytesInUnicodeString)
{
    *BytesInMultiByteString = BytesInUnicodeString / sizeof(WCHAR);
    return STATUS_SUCCESS;
}

/* Converts as much as fits. */
NTSTATUS NTAPI RtlMultiByteToUnicodeN(
    PWCH UnicodeString, ULONG MaxBytesInUnicodeString, PULONG BytesInUnicodeString, const CHAR *MultiByteString, ULONG BytesInMultiByteString)
{
    ULONG Count = MaxBytesInUnicodeString / sizeof(WCHAR);
    ULONG i;

    if (Count > BytesInMultiByteString)
        Count = BytesInMultiByteString;
    for (i = 0; i < Count; i++)
        UnicodeString[i] = RtlpAnsiToUnicode((UCHAR)MultiByteString[i]);
    if (BytesInUnicodeString != NULL)
        *BytesInUnicodeString = Count * sizeof(WCHAR);
    return STATUS_SUCCESS;
}

NTSTATUS NTAPI RtlUnicodeToMultiByteN(
    PCHAR MultiByteString, ULONG MaxBytesInMultiByteString, PULONG BytesInMultiByteString, PCWCH UnicodeString, ULONG BytesInUnicodeString)
{
    ULONG Count = BytesInUnicodeString / sizeof(WCHAR);
    ULONG i;

    if (Count > MaxBytesInMultiByteString)
        Count = MaxBytesInMultiByteString;
    for (i = 0; i < Count; i++)
        MultiByteString[i] = (CHAR)RtlpUnicodeToAnsi(UnicodeString[i]);
    if (BytesInMultiByteString != NULL)
        *BytesInMultiByteString = Count;
    return STATUS_SUCCESS;
}

/* The number of bytes behind the lead byte, or -1 when it cannot lead. */
static LONG RtlpTrailBytes(UCHAR Lead)
{
    if (Lead < 0x80)
        return 0;
    if (Lead >= 0xC2 && Lead < 0xE0)
        return 1;
    if (Lead >= 0xE0 && Lead < 0xF0)
        return 2;
    return Lead >= 0xF0 && Lead < 0xF5 ? 3 : -1;
}

/* Decodes one character; broken sequences give U+FFFD and clear *Valid. Returns the number of bytes used. */
static ULONG RtlpDecodeUtf8(const UCHAR *Source, ULONG Length, PULONG Character, BOOLEAN *Valid)
{
    static const ULONG Least[4] = {0, 0x80, 0x800, 0x10000};
    LONG Trail = RtlpTrailBytes(Source[0]);
    LONG i;

    *Character = REPLACEMENT_CHARACTER;
    if (Trail < 0) {
        *Valid = FALSE;
        return 1;
    }
    if (Trail == 0) {
        *Character = Source[0];
        return 1;
    }
    *Character = Source[0] & (0x3F >> Trail);
    for (i = 1; i <= Trail; i++) {
        if ((ULONG)i >= Length || (Source[i] & 0xC0) != 0x80) {
            *Character = REPLACEMENT_CHARACTER;
            *Valid = FALSE;
            return i;
        }
        *Character = (*Character << 6) | (Source[i] & 0x3F);
    }
    if (*Character < Least[Trail] || *Character > 0x10FFFF || (*Character >= 0xD800 && *Character < 0xE000)) {
        *Character = REPLACEMENT_CHARACTER;
        *Valid = FALSE;
    }
    return Trail + 1;
}

/* With UnicodeString NULL only the size is told. STATUS_SOME_NOT_MAPPED: U+FFFD was put for something. */
NTSTATUS NTAPI RtlUTF8ToUnicodeN(
    PWCH UnicodeString, ULONG MaxBytesInUnicodeString, PULONG BytesInUnicodeString, const CHAR *UTF8String, ULONG BytesInUTF8String)
{
    ULONG Room = MaxBytesInUnicodeString / sizeof(WCHAR);
    ULONG Written = 0;
    ULONG Read = 0;
    BOOLEAN Valid = TRUE;

    while (Read < BytesInUTF8String) {
        ULONG Character;
        ULONG Units;
        Read += RtlpDecodeUtf8((const UCHAR *)UTF8String + Read, BytesInUTF8String - Read, &Character, &Valid);
        Units = Character >= 0x10000 ? 2 : 1;
        if (UnicodeString != NULL) {
            if (Written + Units > Room) {
                *BytesInUnicodeString = Written * sizeof(WCHAR);
                return STATUS_BUFFER_TOO_SMALL;
            }
            if (Units == 2) {
                UnicodeString[Written] = (WCHAR)(0xD800 + ((Character - 0x10000) >> 10));
                UnicodeString[Written + 1] = (WCHAR)(0xDC00 + (Character & 0x3FF));
            } else
                UnicodeString[Written] = (WCHAR)Character;
        }
        Written += Units;
    }
    *BytesInUnicodeString = Written * sizeof(WCHAR);
    return Valid ? STATUS_SUCCESS : STATUS_SOME_NOT_MAPPED;
}

/* One character out of one or two UTF-16 units; a lone surrogate becomes U+FFFD. Returns the number of units used. */
static ULONG RtlpDecodeUtf16(PCWCH Source, ULONG Count, PULONG Character, BOOLEAN *Valid)
{
    *Character = Source[0];
    if (Source[0] < 0xD800 || Source[0] >= 0xE000)
        return 1;
    if (Source[0] < 0xDC00 && Count > 1 && Source[1] >= 0xDC00 && Source[1] < 0xE000) {
        *Character = 0x10000 + (((ULONG)Source[0] - 0xD800) << 10) + (Source[1] - 0xDC00);
        return 2;
    }
    *Character = REPLACEMENT_CHARACTER;
    *Valid = FALSE;
    return 1;
}

static ULONG RtlpEncodeUtf8(ULONG Character, UCHAR *Bytes)
{
    if (Character < 0x80) {
        Bytes[0] = (UCHAR)Character;
        return 1;
    }
    if (Character < 0x800) {
        Bytes[0] = (UCHAR)(0xC0 | (Character >> 6));
        Bytes[1] = (UCHAR)(0x80 | (Character & 0x3F));
        return 2;
    }
    if (Character < 0x10000) {
        Bytes[0] = (UCHAR)(0xE0 | (Character >> 12));
        Bytes[1] = (UCHAR)(0x80 | ((Character >> 6) & 0x3F));
        Bytes[2] = (UCHAR)(0x80 | (Character & 0x3F));
        return 3;
    }
    Bytes[0] = (UCHAR)(0xF0 | (Character >> 18));
    Bytes[1] = (UCHAR)(0x80 | ((Character >> 12) & 0x3F));
    Bytes[2] = (UCHAR)(0x80 | ((Character >> 6) & 0x3F));
    Bytes[3] = (UCHAR)(0x80 | (Character & 0x3F));
    return 4;
}

NTSTATUS NTAPI RtlUnicodeToUTF8N(
    PCHAR UTF8String, ULONG MaxBytesInUTF8String, PULONG BytesInUTF8String, PCWCH UnicodeString, ULONG BytesInUnicodeString)
{
    ULONG Count = BytesInUnicodeString / sizeof(WCHAR);
    ULONG Written = 0;
    ULONG Read = 0;
    BOOLEAN Valid = TRUE;

    while (Read < Count) {
        UCHAR Bytes[4];
        ULONG Character;
        ULONG Length;
        Read += RtlpDecodeUtf16(UnicodeString + Read, Count - Read, &Character, &Valid);
        Length = RtlpEncodeUtf8(Character, Bytes);
        if (UTF8String != NULL) {
            if (Written + Length > MaxBytesInUTF8String) {
                *BytesInUTF8String = Written;
                return STATUS_BUFFER_TOO_SMALL;
            }
            RtlMoveMemory(UTF8String + Written, Bytes, Length);
        }
        Written += Length;
    }
    *BytesInUTF8String = Written;
    return Valid ? STATUS_SUCCESS : STATUS_SOME_NOT_MAPPED;
}

WCHAR NTAPI RtlUpcaseUnicodeChar(WCHAR c)
{
    if (c < 0x80)
        return c >= 'a' && c <= 'z' ? c - 0x20 : c;
    if ((c >= 0xE0 && c <= 0xFE && c != 0xF7) || (c >= 0x3B1 && c <= 0x3C9 && c != 0x3C2) || (c >= 0x430 && c <= 0x44F))
        return c - 0x20;
    if (c == 0xFF)
        return 0x178;
    if (c >= 0x450 && c <= 0x45F)
        return c - 0x50;
    if ((c >= 0x100 && c <= 0x137 && c != 0x131) || (c >= 0x14A && c <= 0x177))
        return c & ~1;
    if ((c >= 0x139 && c <= 0x148) || (c >= 0x179 && c <= 0x17E))
        return (c & 1) ? c : c - 1;
    return c;
}

WCHAR NTAPI RtlDowncaseUnicodeChar(WCHAR c)
{
    if (c < 0x80)
        return c >= 'A' && c <= 'Z' ? c + 0x20 : c;
    if ((c >= 0xC0 && c <= 0xDE && c != 0xD7) || (c >= 0x391 && c <= 0x3A9 && c != 0x3A2) || (c >= 0x410 && c <= 0x42F))
        return c + 0x20;
    if (c == 0x178)
        return 0xFF;
    if (c >= 0x400 && c <= 0x40F)
        return c + 0x50;
    if ((c >= 0x100 && c <= 0x137 && c != 0x130) || (c >= 0x14A && c <= 0x177))
        return c | 1;
    if ((c >= 0x139 && c <= 0x148) || (c >= 0x179 && c <= 0x17E))
        return (c & 1) ? c + 1 : c;
    return c;
}
