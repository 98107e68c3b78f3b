/*
 * Finding a DLL's file, mapping it as an image section, and the entry in the three module lists.
 *
 * A module is known by its base name without regard to case: asking for a loaded one by name never touches the disk.
 */
#include "ntdllp.h"

/* C:\Windows\System32\Name. Path holds MAX_PATH characters. */
VOID NTAPI LdrpSystemPath(PWSTR Path, PCWSTR Name)
{
    UNICODE_STRING String;

    String.Buffer = Path;
    String.Length = 0;
    String.MaximumLength = MAX_PATH * sizeof(WCHAR);
    RtlAppendUnicodeToString(&String, (PCWSTR)USER_SHARED_DATA->NtSystemRoot);
    RtlAppendUnicodeToString(&String, L"\\System32\\");
    RtlAppendUnicodeToString(&String, Name);
    Path[String.Length / sizeof(WCHAR)] = 0;
}

PLDR_DATA_TABLE_ENTRY NTAPI LdrpAllocateDataTableEntry(PVOID DllBase)
{
    PIMAGE_NT_HEADERS NtHeaders = RtlImageNtHeader(DllBase);
    PLDR_DATA_TABLE_ENTRY LdrEntry;

    if (NtHeaders == NULL)
        return NULL;
    LdrEntry = (PLDR_DATA_TABLE_ENTRY)RtlAllocateHeap(NtCurrentPeb()->ProcessHeap, HEAP_ZERO_MEMORY, sizeof(LDR_DATA_TABLE_ENTRY));
    if (LdrEntry == NULL)
        return NULL;
    LdrEntry->DllBase = DllBase;
    LdrEntry->SizeOfImage = NtHeaders->OptionalHeader.SizeOfImage;
    LdrEntry->TimeDateStamp = NtHeaders->FileHeader.TimeDateStamp;
    LdrEntry->OriginalBase = NtHeaders->OptionalHeader.ImageBase;
    if (NtHeaders->OptionalHeader.AddressOfEntryPoint != 0)
        LdrEntry->EntryPoint = (PCHAR)DllBase + NtHeaders->OptionalHeader.AddressOfEntryPoint;
    InitializeListHead(&LdrEntry->ForwarderLinks);
    InitializeListHead(&LdrEntry->ServiceTagLinks);
    InitializeListHead(&LdrEntry->StaticLinks);
    InitializeListHead(&LdrEntry->HashLinks);
    return LdrEntry;
}

/* Gives the entry its full name and, as a part of the same text, its base name. The text is copied to the process heap. */
VOID NTAPI LdrpSetFullDllName(PLDR_DATA_TABLE_ENTRY LdrEntry, PUNICODE_STRING FullDllName)
{
    PWSTR Base;

    RtlCreateUnicodeString(&LdrEntry->FullDllName, FullDllName->Buffer);
    Base = LdrEntry->FullDllName.Buffer + LdrEntry->FullDllName.Length / sizeof(WCHAR);
    while (Base > LdrEntry->FullDllName.Buffer && Base[-1] != L'\\')
        Base--;
    RtlInitUnicodeString(&LdrEntry->BaseDllName, Base);
}

VOID NTAPI LdrpInsertMemoryTableEntry(PLDR_DATA_TABLE_ENTRY LdrEntry)
{
    InsertTailList(&PebLdr.InLoadOrderModuleList, &LdrEntry->InLoadOrderLinks);
    InsertTailList(&PebLdr.InMemoryOrderModuleList, &LdrEntry->InMemoryOrderLinks);
    LdrEntry->Flags |= LDRP_ENTRY_INSERTED;
}

static BOOLEAN LdrpHasPath(PCUNICODE_STRING Name)
{
    ULONG i;

    for (i = 0; i < Name->Length / sizeof(WCHAR); i++) {
        if (Name->Buffer[i] == L'\\' || Name->Buffer[i] == L'/')
            return TRUE;
    }
    return FALSE;
}

/* The module of that base name, or, when the name has a path, of that full name; NULL when there is none. */
PLDR_DATA_TABLE_ENTRY NTAPI LdrpCheckForLoadedDll(PCUNICODE_STRING DllName)
{
    BOOLEAN HasPath = LdrpHasPath(DllName);
    PLIST_ENTRY Next;

    for (Next = PebLdr.InLoadOrderModuleList.Flink; Next != &PebLdr.InLoadOrderModuleList; Next = Next->Flink) {
        PLDR_DATA_TABLE_ENTRY LdrEntry = CONTAINING_RECORD(Next, LDR_DATA_TABLE_ENTRY, InLoadOrderLinks);
        if (RtlEqualUnicodeString(HasPath ? &LdrEntry->FullDllName : &LdrEntry->BaseDllName, DllName, TRUE))
            return LdrEntry;
    }
    return NULL;
}

PLDR_DATA_TABLE_ENTRY NTAPI LdrpCheckForLoadedDllHandle(PVOID DllHandle)
{
    PLIST_ENTRY Next;

    for (Next = PebLdr.InLoadOrderModuleList.Flink; Next != &PebLdr.InLoadOrderModuleList; Next = Next->Flink) {
        PLDR_DATA_TABLE_ENTRY LdrEntry = CONTAINING_RECORD(Next, LDR_DATA_TABLE_ENTRY, InLoadOrderLinks);
        if (LdrEntry->DllBase == DllHandle)
            return LdrEntry;
    }
    return NULL;
}

/* Opens \??\Directory\Name for execution. */
static NTSTATUS LdrpOpenDll(PUNICODE_STRING DosPath, PHANDLE File)
{
    WCHAR Buffer[MAX_PATH + 4];
    UNICODE_STRING NtPath;
    OBJECT_ATTRIBUTES ObjectAttributes;
    IO_STATUS_BLOCK IoStatusBlock;

    NtPath.Buffer = Buffer;
    NtPath.Length = 0;
    NtPath.MaximumLength = sizeof(Buffer);
    RtlAppendUnicodeToString(&NtPath, L"\\??\\");
    if (!NT_SUCCESS(RtlAppendUnicodeStringToString(&NtPath, DosPath)))
        return STATUS_NAME_TOO_LONG;
    InitializeObjectAttributes(&ObjectAttributes, &NtPath, OBJ_CASE_INSENSITIVE, NULL, NULL);
    return NtOpenFile(File, SYNCHRONIZE | FILE_EXECUTE | FILE_READ_DATA, &ObjectAttributes, &IoStatusBlock,
        FILE_SHARE_READ | FILE_SHARE_DELETE, FILE_SYNCHRONOUS_IO_NONALERT | FILE_NON_DIRECTORY_FILE);
}

/* Tries Directory\Name; FullName receives the path that was tried. */
static NTSTATUS LdrpTryDirectory(PUNICODE_STRING FullName, PCUNICODE_STRING Directory, PCUNICODE_STRING DllName, PHANDLE File)
{
    FullName->Length = 0;
    if (!NT_SUCCESS(RtlAppendUnicodeStringToString(FullName, Directory)))
        return STATUS_NAME_TOO_LONG;
    if (Directory->Length != 0 && Directory->Buffer[Directory->Length / sizeof(WCHAR) - 1] != L'\\')
        RtlAppendUnicodeToString(FullName, L"\\");
    if (!NT_SUCCESS(RtlAppendUnicodeStringToString(FullName, DllName)))
        return STATUS_NAME_TOO_LONG;
    return LdrpOpenDll(FullName, File);
}

/* Where DLLs are looked for: the EXE's directory, System32, the Windows directory, the current directory. */
static NTSTATUS LdrpSearchPath(PUNICODE_STRING FullName, PCUNICODE_STRING DllName, PHANDLE File)
{
    PRTL_USER_PROCESS_PARAMETERS Parameters = NtCurrentPeb()->ProcessParameters;
    UNICODE_STRING Directory;
    WCHAR System[MAX_PATH];
    NTSTATUS Status;

    Directory = Parameters->ImagePathName;
    while (Directory.Length > 0 && Directory.Buffer[Directory.Length / sizeof(WCHAR) - 1] != L'\\')
        Directory.Length -= sizeof(WCHAR);
    Status = LdrpTryDirectory(FullName, &Directory, DllName, File);
    if (NT_SUCCESS(Status))
        return Status;
    LdrpSystemPath(System, L"");
    RtlInitUnicodeString(&Directory, System);
    Status = LdrpTryDirectory(FullName, &Directory, DllName, File);
    if (NT_SUCCESS(Status))
        return Status;
    RtlInitUnicodeString(&Directory, (PCWSTR)USER_SHARED_DATA->NtSystemRoot);
    Status = LdrpTryDirectory(FullName, &Directory, DllName, File);
    if (NT_SUCCESS(Status))
        return Status;
    return LdrpTryDirectory(FullName, &Parameters->CurrentDirectory.DosPath, DllName, File);
}

/* Opens the DLL's file and gives its full path, or says STATUS_DLL_NOT_FOUND. */
static NTSTATUS LdrpResolveDllName(PCUNICODE_STRING DllName, PUNICODE_STRING FullName, PHANDLE File)
{
    NTSTATUS Status;

    if (!LdrpHasPath(DllName))
        Status = LdrpSearchPath(FullName, DllName, File);
    else if (DllName->Length >= 4 && (DllName->Buffer[1] == L':' || DllName->Buffer[0] == L'\\')) {
        RtlCopyUnicodeString(FullName, DllName);
        Status = LdrpOpenDll(FullName, File);
    } else
        Status = LdrpTryDirectory(FullName, &NtCurrentPeb()->ProcessParameters->CurrentDirectory.DosPath, DllName, File);
    return NT_SUCCESS(Status) ? STATUS_SUCCESS : STATUS_DLL_NOT_FOUND;
}

/* Maps the file as an image section: its parts at their places, copy on write, shared with all who map it. */
static NTSTATUS LdrpMapFile(HANDLE File, PVOID *DllBase)
{
    HANDLE Section;
    SIZE_T ViewSize = 0;
    NTSTATUS Status;

    Status = NtCreateSection(&Section, SECTION_MAP_READ | SECTION_MAP_EXECUTE | SECTION_MAP_WRITE | SECTION_QUERY, NULL, NULL,
        PAGE_EXECUTE, SEC_IMAGE, File);
    if (!NT_SUCCESS(Status))
        return Status;
    *DllBase = NULL;
    Status = NtMapViewOfSection(Section, NtCurrentProcess(), DllBase, 0, 0, NULL, &ViewSize, ViewShare, 0, PAGE_READWRITE);
    NtClose(Section);
    return Status;
}

/* Maps a DLL that is not yet loaded, moves it if its base was taken, and enters it into the lists. Nothing of it has run. */
NTSTATUS NTAPI LdrpMapDll(PCUNICODE_STRING DllName, PLDR_DATA_TABLE_ENTRY *DataTableEntry)
{
    WCHAR Buffer[MAX_PATH];
    UNICODE_STRING FullName;
    HANDLE File;
    PVOID DllBase;
    PIMAGE_NT_HEADERS NtHeaders;
    PLDR_DATA_TABLE_ENTRY LdrEntry;
    NTSTATUS Status;

    FullName.Buffer = Buffer;
    FullName.Length = 0;
    FullName.MaximumLength = sizeof(Buffer) - sizeof(WCHAR);
    Status = LdrpResolveDllName(DllName, &FullName, &File);
    if (!NT_SUCCESS(Status))
        return Status;
    Buffer[FullName.Length / sizeof(WCHAR)] = 0;
    Status = LdrpMapFile(File, &DllBase);
    NtClose(File);
    if (!NT_SUCCESS(Status))
        return Status;

    LdrEntry = LdrpAllocateDataTableEntry(DllBase);
    if (LdrEntry == NULL) {
        NtUnmapViewOfSection(NtCurrentProcess(), DllBase);
        return STATUS_NO_MEMORY;
    }
    NtHeaders = RtlImageNtHeader(DllBase);
    LdrpSetFullDllName(LdrEntry, &FullName);
    LdrpInsertMemoryTableEntry(LdrEntry);
    if (NtHeaders->FileHeader.Characteristics & IMAGE_FILE_DLL)
        LdrEntry->Flags |= LDRP_IMAGE_DLL;
    else
        LdrEntry->EntryPoint = NULL;
    if ((ULONG_PTR)DllBase != NtHeaders->OptionalHeader.ImageBase) {
        LdrEntry->Flags |= LDRP_IMAGE_NOT_AT_BASE;
        Status = LdrRelocateImage(DllBase, (LONG_PTR)DllBase - (LONG_PTR)NtHeaders->OptionalHeader.ImageBase);
        if (!NT_SUCCESS(Status)) {
            LdrpUnmapDll(LdrEntry);
            return Status;
        }
    }
    *DataTableEntry = LdrEntry;
    return STATUS_SUCCESS;
}

/* Takes the module out of the lists and its image out of the address space. */
VOID NTAPI LdrpUnmapDll(PLDR_DATA_TABLE_ENTRY LdrEntry)
{
    PVOID Heap = NtCurrentPeb()->ProcessHeap;

    RemoveEntryList(&LdrEntry->InLoadOrderLinks);
    RemoveEntryList(&LdrEntry->InMemoryOrderLinks);
    if (LdrEntry->InInitializationOrderLinks.Flink != NULL)
        RemoveEntryList(&LdrEntry->InInitializationOrderLinks);
    LdrpReleaseTlsEntry(LdrEntry);
    NtUnmapViewOfSection(NtCurrentProcess(), LdrEntry->DllBase);
    RtlFreeHeap(Heap, 0, LdrEntry->FullDllName.Buffer);
    RtlFreeHeap(Heap, 0, LdrEntry);
}
