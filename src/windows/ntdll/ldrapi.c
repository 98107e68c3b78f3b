/*
 * LoadLibrary, FreeLibrary and GetProcAddress as ntdll has them.
 *
 * Each LdrLoadDll adds one to the LoadCount of the module and of everything that it imports, directly or not; LdrUnloadDll
 * takes one away from the same modules. Those that reach zero get DLL_PROCESS_DETACH, last initialised first, and go.
 * A LoadCount of FFFF (the EXE and what it imports) is never changed.
 */
#include "ntdllp.h"

/* Marks modules that the present walk over the imports has met, for imports may form circles. */
#define LDRP_WALK_MARK 0x01000000

static VOID LdrpClearMarks(VOID)
{
    PLIST_ENTRY Next;

    for (Next = PebLdr.InLoadOrderModuleList.Flink; Next != &PebLdr.InLoadOrderModuleList; Next = Next->Flink)
        CONTAINING_RECORD(Next, LDR_DATA_TABLE_ENTRY, InLoadOrderLinks)->Flags &= ~LDRP_WALK_MARK;
}

/* Adds Delta to the LoadCount of the module and of all that it imports; LDRP_PIN pins them. */
#define LDRP_PIN 0x7FFF
static VOID LdrpUpdateLoadCount(PLDR_DATA_TABLE_ENTRY LdrEntry, SHORT Delta)
{
    ULONG Size;
    PIMAGE_IMPORT_DESCRIPTOR Descriptor;
    PLDR_DATA_TABLE_ENTRY Import;

    if (LdrEntry->Flags & LDRP_WALK_MARK)
        return;
    LdrEntry->Flags |= LDRP_WALK_MARK;
    if (Delta == LDRP_PIN)
        LdrEntry->LoadCount = LDR_PINNED;
    else if (LdrEntry->LoadCount != LDR_PINNED)
        LdrEntry->LoadCount += Delta;
    Descriptor = (PIMAGE_IMPORT_DESCRIPTOR)RtlImageDirectoryEntryToData(LdrEntry->DllBase, TRUE, IMAGE_DIRECTORY_ENTRY_IMPORT, &Size);
    if (Descriptor == NULL)
        return;
    for (; Descriptor->Name != 0 && Descriptor->FirstThunk != 0; Descriptor++) {
        if (NT_SUCCESS(LdrpSearchLoadedImport((PCSZ)LdrEntry->DllBase + Descriptor->Name, &Import)))
            LdrpUpdateLoadCount(Import, Delta);
    }
}

/* The module and all that it imports stay until the process ends. */
VOID NTAPI LdrpPinModule(PLDR_DATA_TABLE_ENTRY LdrEntry)
{
    LdrpClearMarks();
    LdrpUpdateLoadCount(LdrEntry, LDRP_PIN);
}

/* DLL_PROCESS_DETACH and unmapping for all modules that nobody uses any more. */
static VOID LdrpUnloadUnused(VOID)
{
    PLIST_ENTRY Head = &PebLdr.InInitializationOrderModuleList;
    PLIST_ENTRY Next;
    PLDR_DATA_TABLE_ENTRY LdrEntry;

    for (Next = Head->Blink; Next != Head; Next = Next->Blink) {
        LdrEntry = CONTAINING_RECORD(Next, LDR_DATA_TABLE_ENTRY, InInitializationOrderLinks);
        if (LdrEntry->LoadCount != 0 || (LdrEntry->Flags & LDRP_UNLOAD_IN_PROGRESS))
            continue;
        LdrEntry->Flags |= LDRP_UNLOAD_IN_PROGRESS;
        if (LdrEntry->Flags & LDRP_PROCESS_ATTACH_CALLED) {
            LdrpCallTlsInitializers(DLL_PROCESS_DETACH, LdrEntry);
            LdrpCallInitRoutine((PDLL_INIT_ROUTINE)LdrEntry->EntryPoint, LdrEntry->DllBase, DLL_PROCESS_DETACH, NULL);
        }
    }
    /* Only when all have said goodbye: one's DllMain may have called the other. */
    Next = Head->Blink;
    while (Next != Head) {
        LdrEntry = CONTAINING_RECORD(Next, LDR_DATA_TABLE_ENTRY, InInitializationOrderLinks);
        Next = Next->Blink;
        if (LdrEntry->LoadCount == 0)
            LdrpUnmapDll(LdrEntry);
    }
}

/* A name without a dot gets ".dll"; a dot at the end says "no extension" and is taken away. */
static NTSTATUS LdrpAddExtension(PCUNICODE_STRING DllName, PUNICODE_STRING Result)
{
    LONG i = DllName->Length / sizeof(WCHAR) - 1;

    Result->Length = 0;
    if (i < 0)
        return STATUS_INVALID_PARAMETER;
    if (!NT_SUCCESS(RtlAppendUnicodeStringToString(Result, DllName)))
        return STATUS_NAME_TOO_LONG;
    if (DllName->Buffer[i] == L'.') {
        Result->Length -= sizeof(WCHAR);
        return STATUS_SUCCESS;
    }
    for (; i >= 0 && DllName->Buffer[i] != L'\\' && DllName->Buffer[i] != L'/'; i--) {
        if (DllName->Buffer[i] == L'.')
            return STATUS_SUCCESS;
    }
    return RtlAppendUnicodeToString(Result, L".dll");
}

/* Static TLS for each new module, then DllMain of each. On failure the modules are as if they had never been loaded. */
static NTSTATUS LdrpInitializeLoaded(PLDR_DATA_TABLE_ENTRY LdrEntry)
{
    PLIST_ENTRY Head = &PebLdr.InInitializationOrderModuleList;
    PLIST_ENTRY Next;
    NTSTATUS Status = STATUS_SUCCESS;

    for (Next = Head->Flink; Next != Head && NT_SUCCESS(Status); Next = Next->Flink) {
        PLDR_DATA_TABLE_ENTRY Loaded = CONTAINING_RECORD(Next, LDR_DATA_TABLE_ENTRY, InInitializationOrderLinks);
        if (!(Loaded->Flags & LDRP_ENTRY_PROCESSED))
            Status = LdrpHandleTlsData(Loaded);
    }
    if (NT_SUCCESS(Status))
        Status = LdrpRunInitializeRoutines(NULL);
    if (!NT_SUCCESS(Status)) {
        LdrpClearMarks();
        LdrpUpdateLoadCount(LdrEntry, -1);
        LdrpUnloadUnused();
    }
    return Status;
}

NTSTATUS NTAPI LdrLoadDll(PWSTR DllPath, PULONG DllCharacteristics, PCUNICODE_STRING DllName, PVOID *DllHandle)
{
    WCHAR Buffer[MAX_PATH];
    UNICODE_STRING Name;
    PLDR_DATA_TABLE_ENTRY LdrEntry;
    NTSTATUS Status;

    *DllHandle = NULL;
    Name.Buffer = Buffer;
    Name.MaximumLength = sizeof(Buffer);
    Status = LdrpAddExtension(DllName, &Name);
    if (!NT_SUCCESS(Status))
        return Status;
    RtlEnterCriticalSection(&LdrpLoaderLock);
    Status = LdrpLoadDll(&Name, &LdrEntry);
    if (NT_SUCCESS(Status)) {
        LdrpClearMarks();
        LdrpUpdateLoadCount(LdrEntry, 1);
        Status = LdrpInitializeLoaded(LdrEntry);
    } else
        LdrpUnloadUnused();
    if (NT_SUCCESS(Status))
        *DllHandle = LdrEntry->DllBase;
    RtlLeaveCriticalSection(&LdrpLoaderLock);
    return Status;
}

NTSTATUS NTAPI LdrUnloadDll(PVOID DllHandle)
{
    PLDR_DATA_TABLE_ENTRY LdrEntry;
    NTSTATUS Status = STATUS_SUCCESS;

    if (LdrpShutdownInProgress)
        return STATUS_SUCCESS;
    RtlEnterCriticalSection(&LdrpLoaderLock);
    LdrEntry = LdrpCheckForLoadedDllHandle(DllHandle);
    if (LdrEntry == NULL)
        Status = STATUS_DLL_NOT_FOUND;
    else if (LdrEntry->LoadCount != LDR_PINNED) {
        LdrpClearMarks();
        LdrpUpdateLoadCount(LdrEntry, -1);
        LdrpUnloadUnused();
    }
    RtlLeaveCriticalSection(&LdrpLoaderLock);
    return Status;
}

/* The handle of a module that is loaded already; its LoadCount stays as it is. */
NTSTATUS NTAPI LdrGetDllHandle(PWSTR DllPath, PULONG DllCharacteristics, PCUNICODE_STRING DllName, PVOID *DllHandle)
{
    WCHAR Buffer[MAX_PATH];
    UNICODE_STRING Name;
    PLDR_DATA_TABLE_ENTRY LdrEntry;
    NTSTATUS Status;

    *DllHandle = NULL;
    Name.Buffer = Buffer;
    Name.MaximumLength = sizeof(Buffer);
    Status = LdrpAddExtension(DllName, &Name);
    if (!NT_SUCCESS(Status))
        return Status;
    RtlEnterCriticalSection(&LdrpLoaderLock);
    LdrEntry = LdrpCheckForLoadedDll(&Name);
    if (LdrEntry != NULL)
        *DllHandle = LdrEntry->DllBase;
    RtlLeaveCriticalSection(&LdrpLoaderLock);
    return LdrEntry != NULL ? STATUS_SUCCESS : STATUS_DLL_NOT_FOUND;
}

NTSTATUS NTAPI LdrGetProcedureAddress(PVOID DllHandle, PCANSI_STRING ProcedureName, ULONG ProcedureNumber, PVOID *ProcedureAddress)
{
    NTSTATUS Status;

    *ProcedureAddress = NULL;
    RtlEnterCriticalSection(&LdrpLoaderLock);
    if (LdrpCheckForLoadedDllHandle(DllHandle) == NULL)
        Status = STATUS_DLL_NOT_FOUND;
    else
        Status = LdrpGetProcedureAddress(DllHandle, ProcedureName != NULL ? ProcedureName->Buffer : NULL, ProcedureNumber, ProcedureAddress);
    /* A forwarder may have brought in a DLL. */
    if (NT_SUCCESS(Status) && LdrpProcessInitialized)
        Status = LdrpRunInitializeRoutines(NULL);
    RtlLeaveCriticalSection(&LdrpLoaderLock);
    return Status;
}

/* Adds one to the LoadCount as LdrLoadDll would; with flag 1 the module is pinned. */
NTSTATUS NTAPI LdrAddRefDll(ULONG Flags, PVOID DllHandle)
{
    PLDR_DATA_TABLE_ENTRY LdrEntry;

    RtlEnterCriticalSection(&LdrpLoaderLock);
    LdrEntry = LdrpCheckForLoadedDllHandle(DllHandle);
    if (LdrEntry != NULL) {
        LdrpClearMarks();
        LdrpUpdateLoadCount(LdrEntry, (Flags & 1) ? LDRP_PIN : 1);
    }
    RtlLeaveCriticalSection(&LdrpLoaderLock);
    return LdrEntry != NULL ? STATUS_SUCCESS : STATUS_DLL_NOT_FOUND;
}

/* DllMain is no longer told of threads. Refused when the DLL has static TLS, which needs to know. */
NTSTATUS NTAPI LdrDisableThreadCalloutsForDll(PVOID DllHandle)
{
    PLDR_DATA_TABLE_ENTRY LdrEntry;
    NTSTATUS Status = STATUS_SUCCESS;

    RtlEnterCriticalSection(&LdrpLoaderLock);
    LdrEntry = LdrpCheckForLoadedDllHandle(DllHandle);
    if (LdrEntry == NULL)
        Status = STATUS_DLL_NOT_FOUND;
    else if (LdrEntry->TlsIndex != 0)
        Status = STATUS_INVALID_PARAMETER;
    else
        LdrEntry->Flags |= LDRP_DONT_CALL_FOR_THREADS;
    RtlLeaveCriticalSection(&LdrpLoaderLock);
    return Status;
}

/* The module whose image contains Address. */
NTSTATUS NTAPI LdrFindEntryForAddress(PVOID Address, PLDR_DATA_TABLE_ENTRY *Entry)
{
    PLIST_ENTRY Next;

    if (!LdrpLdrDatabaseIsSetup)
        return STATUS_NO_MORE_ENTRIES;
    for (Next = PebLdr.InMemoryOrderModuleList.Flink; Next != &PebLdr.InMemoryOrderModuleList; Next = Next->Flink) {
        PLDR_DATA_TABLE_ENTRY LdrEntry = CONTAINING_RECORD(Next, LDR_DATA_TABLE_ENTRY, InMemoryOrderLinks);
        if ((PCHAR)Address >= (PCHAR)LdrEntry->DllBase && (PCHAR)Address < (PCHAR)LdrEntry->DllBase + LdrEntry->SizeOfImage) {
            *Entry = LdrEntry;
            return STATUS_SUCCESS;
        }
    }
    return STATUS_NO_MORE_ENTRIES;
}
