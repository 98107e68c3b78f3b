/* Reading the headers of a mapped image. */
#include "ntdllp.h"

/* The PE header of the image at Base, or NULL when that is no image. */
PIMAGE_NT_HEADERS NTAPI RtlImageNtHeader(PVOID Base)
{
    PIMAGE_DOS_HEADER DosHeader = (PIMAGE_DOS_HEADER)Base;
    PIMAGE_NT_HEADERS NtHeaders;

    if (Base == NULL || Base == (PVOID)-1 || DosHeader->e_magic != IMAGE_DOS_SIGNATURE)
        return NULL;
    NtHeaders = (PIMAGE_NT_HEADERS)((PCHAR)Base + DosHeader->e_lfanew);
    return NtHeaders->Signature == IMAGE_NT_SIGNATURE ? NtHeaders : NULL;
}

/* The address and size of one of the 16 data directories, or NULL when the image has none. Images are always mapped here. */
PVOID NTAPI RtlImageDirectoryEntryToData(PVOID Base, BOOLEAN MappedAsImage, USHORT DirectoryEntry, PULONG Size)
{
    PIMAGE_NT_HEADERS NtHeaders = RtlImageNtHeader(Base);
    PIMAGE_DATA_DIRECTORY Directory;

    *Size = 0;
    if (NtHeaders == NULL || !MappedAsImage || DirectoryEntry >= NtHeaders->OptionalHeader.NumberOfRvaAndSizes)
        return NULL;
    Directory = &NtHeaders->OptionalHeader.DataDirectory[DirectoryEntry];
    if (Directory->VirtualAddress == 0)
        return NULL;
    *Size = Directory->Size;
    return (PCHAR)Base + Directory->VirtualAddress;
}

/* The base of the module in whose image PcValue lies, or NULL. */
PVOID NTAPI RtlPcToFileHeader(PVOID PcValue, PVOID *BaseOfImage)
{
    PLDR_DATA_TABLE_ENTRY LdrEntry;

    *BaseOfImage = NULL;
    if (NT_SUCCESS(LdrFindEntryForAddress(PcValue, &LdrEntry)))
        *BaseOfImage = LdrEntry->DllBase;
    return *BaseOfImage;
}
