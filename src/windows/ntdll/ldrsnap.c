/*
 * Binding ("snapping") imports: for each import descriptor the DLL is loaded first, with all that it imports itself; then
 * each entry of the import address table receives the address of the function that its name or ordinal stands for.
 *
 * Order: a module enters the initialisation list when all its imports are there, so dependencies come first.
 */
#include "ntdllp.h"

#define LDRP_DLL_NAME_MAX 64

static BOOLEAN LdrpMissingDllReported;

/* Below, equal or above zero, as strcmp. A large part of the time in which a process starts is spent here. */
static __declspec(naked) int __cdecl LdrpCompareNames(PCSZ First, PCSZ Second)
{
    __asm {
        mov ecx, dword ptr [esp+4]
        mov edx, dword ptr [esp+8]
    Next:
        mov al, byte ptr [ecx]
        cmp al, byte ptr [edx]
        jne Different
        inc ecx
        inc edx
        test al, al
        jne Next
        xor eax, eax
        ret
    Different:
        sbb eax, eax
        or eax, 1
        ret
    }
}

/* The name table is sorted: binary search. Gives the index into the function table, or 0xFFFFFFFF. The hint is tried first. */
static ULONG LdrpNameToOrdinal(PVOID DllBase, PIMAGE_EXPORT_DIRECTORY Exports, PCSZ Name, ULONG Hint)
{
    PULONG Names = (PULONG)((PCHAR)DllBase + Exports->AddressOfNames);
    PUSHORT Ordinals = (PUSHORT)((PCHAR)DllBase + Exports->AddressOfNameOrdinals);
    LONG Low = 0;
    LONG High = (LONG)Exports->NumberOfNames - 1;

    if (Hint < Exports->NumberOfNames && LdrpCompareNames(Name, (PCSZ)DllBase + Names[Hint]) == 0)
        return Ordinals[Hint];
    while (Low <= High) {
        LONG Middle = (Low + High) / 2;
        int Order = LdrpCompareNames(Name, (PCSZ)DllBase + Names[Middle]);
        if (Order == 0)
            return Ordinals[Middle];
        if (Order < 0)
            High = Middle - 1;
        else
            Low = Middle + 1;
    }
    return 0xFFFFFFFF;
}

/* "NTDLL.RtlAllocateHeap" in place of code: the export is another DLL's. Loads that DLL for good and asks it. */
static NTSTATUS LdrpFollowForwarder(PCSZ Forwarder, PVOID *Address)
{
    char DllName[LDRP_DLL_NAME_MAX];
    ULONG Length = 0;
    ULONG Ordinal = 0;
    PLDR_DATA_TABLE_ENTRY Target;
    PCSZ Name;
    NTSTATUS Status;

    while (Forwarder[Length] != 0 && Forwarder[Length] != '.' && Length < LDRP_DLL_NAME_MAX - 5) {
        DllName[Length] = Forwarder[Length];
        Length++;
    }
    if (Forwarder[Length] != '.')
        return STATUS_ENTRYPOINT_NOT_FOUND;
    RtlMoveMemory(DllName + Length, ".dll", 5);
    Status = LdrpLoadImportModule(DllName, &Target);
    if (!NT_SUCCESS(Status))
        return Status;
    /* Addresses of it are in tables that nobody will count, so it must never go away. */
    LdrpPinModule(Target);
    Name = Forwarder + Length + 1;
    if (*Name != '#')
        return LdrpGetProcedureAddress(Target->DllBase, Name, 0, Address);
    for (Name++; *Name >= '0' && *Name <= '9'; Name++)
        Ordinal = Ordinal * 10 + (*Name - '0');
    return LdrpGetProcedureAddress(Target->DllBase, NULL, Ordinal, Address);
}

static NTSTATUS LdrpSnapExport(PVOID DllBase, PCSZ Name, ULONG OrdinalOrHint, PVOID *Address)
{
    ULONG Size;
    ULONG Index;
    ULONG FunctionRva;
    PIMAGE_EXPORT_DIRECTORY Exports;

    Exports = (PIMAGE_EXPORT_DIRECTORY)RtlImageDirectoryEntryToData(DllBase, TRUE, IMAGE_DIRECTORY_ENTRY_EXPORT, &Size);
    if (Exports == NULL)
        return Name != NULL ? STATUS_ENTRYPOINT_NOT_FOUND : STATUS_ORDINAL_NOT_FOUND;
    Index = Name != NULL ? LdrpNameToOrdinal(DllBase, Exports, Name, OrdinalOrHint) : OrdinalOrHint - Exports->Base;
    if (Index >= Exports->NumberOfFunctions)
        return Name != NULL ? STATUS_ENTRYPOINT_NOT_FOUND : STATUS_ORDINAL_NOT_FOUND;
    FunctionRva = ((PULONG)((PCHAR)DllBase + Exports->AddressOfFunctions))[Index];
    if (FunctionRva == 0)
        return Name != NULL ? STATUS_ENTRYPOINT_NOT_FOUND : STATUS_ORDINAL_NOT_FOUND;
    *Address = (PCHAR)DllBase + FunctionRva;
    /* An address inside the export directory itself is no code but the text of a forwarder. */
    if ((PCHAR)*Address >= (PCHAR)Exports && (PCHAR)*Address < (PCHAR)Exports + Size)
        return LdrpFollowForwarder((PCSZ)*Address, Address);
    return STATUS_SUCCESS;
}

/* The address of an export by name, or by ordinal when Name is NULL. */
NTSTATUS NTAPI LdrpGetProcedureAddress(PVOID DllBase, PCSZ Name, ULONG Ordinal, PVOID *Address)
{
    return LdrpSnapExport(DllBase, Name, Name != NULL ? 0xFFFFFFFF : Ordinal, Address);
}

/* Says which function of which DLL is missing: the box "Entry Point Not Found" or "Ordinal Not Found". */
static VOID LdrpReportMissingExport(NTSTATUS Status, PCSZ Name, ULONG Ordinal, PLDR_DATA_TABLE_ENTRY Exporter)
{
    UNICODE_STRING NameString;
    ULONG_PTR Parameters[2];
    ULONG Response;

    Parameters[1] = (ULONG_PTR)&Exporter->BaseDllName;
    if (Name == NULL) {
        Parameters[0] = Ordinal;
        NtRaiseHardError(STATUS_ORDINAL_NOT_FOUND, 2, 2, Parameters, OptionOk, &Response);
        return;
    }
    if (!RtlCreateUnicodeStringFromAsciiz(&NameString, Name))
        return;
    Parameters[0] = (ULONG_PTR)&NameString;
    NtRaiseHardError(Status, 2, 3, Parameters, OptionOk, &Response);
    RtlFreeUnicodeString(&NameString);
}

/* One entry of the import address table. */
static NTSTATUS LdrpSnapThunk(PVOID ImporterBase, PLDR_DATA_TABLE_ENTRY Exporter, PIMAGE_THUNK_DATA Original, PIMAGE_THUNK_DATA Thunk)
{
    PIMAGE_IMPORT_BY_NAME Import = NULL;
    ULONG Ordinal = 0;
    PVOID Address;
    NTSTATUS Status;

    if (IMAGE_SNAP_BY_ORDINAL(Original->u1.Ordinal)) {
        Ordinal = IMAGE_ORDINAL(Original->u1.Ordinal);
        Status = LdrpSnapExport(Exporter->DllBase, NULL, Ordinal, &Address);
    } else {
        Import = (PIMAGE_IMPORT_BY_NAME)((PCHAR)ImporterBase + Original->u1.AddressOfData);
        Status = LdrpSnapExport(Exporter->DllBase, (PCSZ)Import->Name, Import->Hint, &Address);
    }
    if (!NT_SUCCESS(Status)) {
        if (!LdrpProcessInitialized)
            LdrpReportMissingExport(Status, Import != NULL ? (PCSZ)Import->Name : NULL, Ordinal, Exporter);
        return Status;
    }
    Thunk->u1.Function = (ULONG_PTR)Address;
    return STATUS_SUCCESS;
}

/* All entries of one descriptor. The table may lie in a read-only section, so it is opened for the time of the binding. */
static NTSTATUS LdrpSnapIAT(PLDR_DATA_TABLE_ENTRY Importer, PLDR_DATA_TABLE_ENTRY Exporter, PIMAGE_IMPORT_DESCRIPTOR Descriptor)
{
    PCHAR Base = (PCHAR)Importer->DllBase;
    PIMAGE_THUNK_DATA Thunk = (PIMAGE_THUNK_DATA)(Base + Descriptor->FirstThunk);
    PIMAGE_THUNK_DATA Original = Descriptor->OriginalFirstThunk != 0 ? (PIMAGE_THUNK_DATA)(Base + Descriptor->OriginalFirstThunk) : Thunk;
    PVOID Table = Thunk;
    SIZE_T Size = sizeof(IMAGE_THUNK_DATA);
    ULONG OldProtect;
    NTSTATUS Status;

    while (Original[Size / sizeof(IMAGE_THUNK_DATA) - 1].u1.AddressOfData != 0)
        Size += sizeof(IMAGE_THUNK_DATA);
    Status = NtProtectVirtualMemory(NtCurrentProcess(), &Table, &Size, PAGE_READWRITE, &OldProtect);
    while (NT_SUCCESS(Status) && Original->u1.AddressOfData != 0) {
        Status = LdrpSnapThunk(Base, Exporter, Original, Thunk);
        Original++;
        Thunk++;
    }
    if (Table != NULL)
        NtProtectVirtualMemory(NtCurrentProcess(), &Table, &Size, OldProtect, &OldProtect);
    return Status;
}

/* The loaded module of an import's name; fails when it is not loaded. */
NTSTATUS NTAPI LdrpSearchLoadedImport(PCSZ ImportName, PLDR_DATA_TABLE_ENTRY *DataTableEntry)
{
    UNICODE_STRING DllName;

    if (!RtlCreateUnicodeStringFromAsciiz(&DllName, ImportName))
        return STATUS_NO_MEMORY;
    *DataTableEntry = LdrpCheckForLoadedDll(&DllName);
    RtlFreeUnicodeString(&DllName);
    return *DataTableEntry != NULL ? STATUS_SUCCESS : STATUS_DLL_NOT_FOUND;
}

/* The module of that name: the loaded one, or mapped now, with all that it imports, and queued for its initialisation. */
NTSTATUS NTAPI LdrpLoadDll(PCUNICODE_STRING DllName, PLDR_DATA_TABLE_ENTRY *DataTableEntry)
{
    PLDR_DATA_TABLE_ENTRY LdrEntry = LdrpCheckForLoadedDll(DllName);
    NTSTATUS Status;

    *DataTableEntry = LdrEntry;
    if (LdrEntry != NULL)
        return STATUS_SUCCESS;
    Status = LdrpMapDll(DllName, &LdrEntry);
    if (!NT_SUCCESS(Status))
        return Status;
    LdrEntry->Flags |= LDRP_LOAD_IN_PROGRESS;
    Status = LdrpWalkImportDescriptor(LdrEntry);
    LdrEntry->Flags &= ~LDRP_LOAD_IN_PROGRESS;
    if (!NT_SUCCESS(Status)) {
        LdrpUnmapDll(LdrEntry);
        return Status;
    }
    InsertTailList(&PebLdr.InInitializationOrderModuleList, &LdrEntry->InInitializationOrderLinks);
    *DataTableEntry = LdrEntry;
    return STATUS_SUCCESS;
}

/* The same for the name in an import descriptor; a missing DLL is reported with the box that everybody knows. */
NTSTATUS NTAPI LdrpLoadImportModule(PCSZ ImportName, PLDR_DATA_TABLE_ENTRY *DataTableEntry)
{
    UNICODE_STRING DllName;
    NTSTATUS Status;

    if (!RtlCreateUnicodeStringFromAsciiz(&DllName, ImportName))
        return STATUS_NO_MEMORY;
    Status = LdrpLoadDll(&DllName, DataTableEntry);
    if (Status == STATUS_DLL_NOT_FOUND && !LdrpProcessInitialized && !LdrpMissingDllReported) {
        ULONG_PTR Parameters[2];
        ULONG Response;
        /* Once: the importers of the importer fail with the same status. */
        LdrpMissingDllReported = TRUE;
        Parameters[0] = (ULONG_PTR)&DllName;
        Parameters[1] = (ULONG_PTR)&NtCurrentPeb()->ProcessParameters->ImagePathName;
        NtRaiseHardError(STATUS_DLL_NOT_FOUND, 2, 3, Parameters, OptionOk, &Response);
    }
    RtlFreeUnicodeString(&DllName);
    return Status;
}

/* Loads all DLLs that the module imports from and binds its import address tables. */
NTSTATUS NTAPI LdrpWalkImportDescriptor(PLDR_DATA_TABLE_ENTRY LdrEntry)
{
    ULONG Size;
    PIMAGE_IMPORT_DESCRIPTOR Descriptor;
    PLDR_DATA_TABLE_ENTRY Exporter;
    NTSTATUS Status = STATUS_SUCCESS;

    Descriptor = (PIMAGE_IMPORT_DESCRIPTOR)RtlImageDirectoryEntryToData(LdrEntry->DllBase, TRUE, IMAGE_DIRECTORY_ENTRY_IMPORT, &Size);
    if (Descriptor == NULL)
        return STATUS_SUCCESS;
    for (; Descriptor->Name != 0 && Descriptor->FirstThunk != 0 && NT_SUCCESS(Status); Descriptor++) {
        Status = LdrpLoadImportModule((PCSZ)LdrEntry->DllBase + Descriptor->Name, &Exporter);
        if (NT_SUCCESS(Status))
            Status = LdrpSnapIAT(LdrEntry, Exporter, Descriptor);
    }
    return Status;
}
