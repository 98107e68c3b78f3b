/*
 * Relocation: when an image could not have the base that its header names, every absolute address inside it is moved by
 * the difference. The relocation directory is a list of blocks, one a page, with 16-bit entries: 4 bits type, 12 bits offset.
 */
#include "ntdllp.h"

/* Makes the read-only sections of an image writable, or gives them back the protection that their headers name. */
static NTSTATUS LdrpSetProtection(PVOID DllBase, PIMAGE_NT_HEADERS NtHeaders, BOOLEAN Restore)
{
    PIMAGE_SECTION_HEADER Section = IMAGE_FIRST_SECTION(NtHeaders);
    ULONG Count = NtHeaders->FileHeader.NumberOfSections;
    NTSTATUS Status = STATUS_SUCCESS;

    for (; Count > 0 && NT_SUCCESS(Status); Count--, Section++) {
        PVOID Address = (PCHAR)DllBase + Section->VirtualAddress;
        SIZE_T Size = Section->Misc.VirtualSize;
        ULONG NewProtect = PAGE_READWRITE;
        ULONG OldProtect;

        if ((Section->Characteristics & IMAGE_SCN_MEM_WRITE) || Size == 0)
            continue;
        if (Restore)
            NewProtect = (Section->Characteristics & IMAGE_SCN_MEM_EXECUTE) ? PAGE_EXECUTE_READ : PAGE_READONLY;
        Status = NtProtectVirtualMemory(NtCurrentProcess(), &Address, &Size, NewProtect, &OldProtect);
    }
    return Status;
}

/* One block: adds Delta to each address that it names. */
static VOID LdrProcessRelocationBlock(PCHAR Page, ULONG Count, PUSHORT Entry, LONG_PTR Delta)
{
    for (; Count > 0; Count--, Entry++) {
        if ((*Entry >> 12) == IMAGE_REL_BASED_HIGHLOW)
            *(LONG_PTR UNALIGNED *)(Page + (*Entry & 0xFFF)) += Delta;
    }
}

/* Moves all addresses in the image by Delta. An image without relocations that is not at its base cannot be used. */
NTSTATUS NTAPI LdrRelocateImage(PVOID DllBase, LONG_PTR Delta)
{
    PIMAGE_NT_HEADERS NtHeaders = RtlImageNtHeader(DllBase);
    ULONG Size;
    PIMAGE_BASE_RELOCATION Block;
    PCHAR End;
    NTSTATUS Status;

    if (Delta == 0)
        return STATUS_SUCCESS;
    Block = (PIMAGE_BASE_RELOCATION)RtlImageDirectoryEntryToData(DllBase, TRUE, IMAGE_DIRECTORY_ENTRY_BASERELOC, &Size);
    if (Block == NULL)
        return (NtHeaders->FileHeader.Characteristics & IMAGE_FILE_RELOCS_STRIPPED) ? STATUS_CONFLICTING_ADDRESSES : STATUS_SUCCESS;
    Status = LdrpSetProtection(DllBase, NtHeaders, FALSE);
    if (!NT_SUCCESS(Status))
        return Status;
    End = (PCHAR)Block + Size;
    while ((PCHAR)Block < End && Block->SizeOfBlock >= sizeof(IMAGE_BASE_RELOCATION)) {
        LdrProcessRelocationBlock((PCHAR)DllBase + Block->VirtualAddress,
            (Block->SizeOfBlock - sizeof(IMAGE_BASE_RELOCATION)) / sizeof(USHORT), (PUSHORT)(Block + 1), Delta);
        Block = (PIMAGE_BASE_RELOCATION)((PCHAR)Block + Block->SizeOfBlock);
    }
    return LdrpSetProtection(DllBase, NtHeaders, TRUE);
}
