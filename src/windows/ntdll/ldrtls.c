/*
 * Static thread-local storage (__declspec(thread)).
 *
 * Each module with a TLS directory has an index, written to its _tls_index. Each thread has an array of pointers, one a
 * module, at TEB+2C; each pointer leads to the thread's own copy of the module's template. The array lies in a TLS_VECTOR
 * so that a module that is loaded later can find the arrays of all threads and give each a longer one.
 */
#include "ntdllp.h"

typedef struct _LDRP_TLS_ENTRY {
    LIST_ENTRY Links;
    PLDR_DATA_TABLE_ENTRY Module;
    IMAGE_TLS_DIRECTORY Directory;
    ULONG Index;
} LDRP_TLS_ENTRY, *PLDRP_TLS_ENTRY;

typedef struct _TLS_VECTOR {
    LIST_ENTRY Links;
    PTEB Teb;
    ULONG Length;
    PVOID ModuleTlsData[ANYSIZE_ARRAY];
} TLS_VECTOR, *PTLS_VECTOR;

#define TLS_VECTOR_SIZE(n) (FIELD_OFFSET(TLS_VECTOR, ModuleTlsData) + (n) * sizeof(PVOID))

static LIST_ENTRY LdrpTlsList = {&LdrpTlsList, &LdrpTlsList};
static LIST_ENTRY LdrpTlsVectors = {&LdrpTlsVectors, &LdrpTlsVectors};
static ULONG LdrpNumberOfTlsEntries;

/* A fresh copy of the module's template with its zeros. */
static PVOID LdrpAllocateTlsBlock(PLDRP_TLS_ENTRY TlsEntry)
{
    SIZE_T Template = TlsEntry->Directory.EndAddressOfRawData - TlsEntry->Directory.StartAddressOfRawData;
    PVOID Block = RtlAllocateHeap(NtCurrentPeb()->ProcessHeap, HEAP_ZERO_MEMORY, Template + TlsEntry->Directory.SizeOfZeroFill);

    if (Block != NULL)
        RtlMoveMemory(Block, (PVOID)TlsEntry->Directory.StartAddressOfRawData, Template);
    return Block;
}

/* Gives the module the next index, if it has a TLS directory at all. */
static NTSTATUS LdrpAllocateTlsEntry(PLDR_DATA_TABLE_ENTRY LdrEntry, PLDRP_TLS_ENTRY *Result)
{
    ULONG Size;
    PIMAGE_TLS_DIRECTORY Directory;
    PLDRP_TLS_ENTRY TlsEntry;

    *Result = NULL;
    Directory = (PIMAGE_TLS_DIRECTORY)RtlImageDirectoryEntryToData(LdrEntry->DllBase, TRUE, IMAGE_DIRECTORY_ENTRY_TLS, &Size);
    if (Directory == NULL)
        return STATUS_SUCCESS;
    TlsEntry = (PLDRP_TLS_ENTRY)RtlAllocateHeap(NtCurrentPeb()->ProcessHeap, HEAP_ZERO_MEMORY, sizeof(LDRP_TLS_ENTRY));
    if (TlsEntry == NULL)
        return STATUS_NO_MEMORY;
    TlsEntry->Module = LdrEntry;
    TlsEntry->Directory = *Directory;
    TlsEntry->Index = LdrpNumberOfTlsEntries++;
    InsertTailList(&LdrpTlsList, &TlsEntry->Links);
    LdrEntry->TlsIndex = 0xFFFF;
    *(PULONG)Directory->AddressOfIndex = TlsEntry->Index;
    *Result = TlsEntry;
    return STATUS_SUCCESS;
}

/* Makes the vector and the blocks of the calling thread. Without any module with static TLS, TEB+2C stays NULL. */
NTSTATUS NTAPI LdrpAllocateTls(VOID)
{
    PTLS_VECTOR Vector;
    PLIST_ENTRY Next;

    if (LdrpNumberOfTlsEntries == 0)
        return STATUS_SUCCESS;
    Vector = (PTLS_VECTOR)RtlAllocateHeap(NtCurrentPeb()->ProcessHeap, HEAP_ZERO_MEMORY, TLS_VECTOR_SIZE(LdrpNumberOfTlsEntries));
    if (Vector == NULL)
        return STATUS_NO_MEMORY;
    Vector->Teb = NtCurrentTeb();
    Vector->Length = LdrpNumberOfTlsEntries;
    for (Next = LdrpTlsList.Flink; Next != &LdrpTlsList; Next = Next->Flink) {
        PLDRP_TLS_ENTRY TlsEntry = CONTAINING_RECORD(Next, LDRP_TLS_ENTRY, Links);
        Vector->ModuleTlsData[TlsEntry->Index] = LdrpAllocateTlsBlock(TlsEntry);
        if (Vector->ModuleTlsData[TlsEntry->Index] == NULL)
            return STATUS_NO_MEMORY;
    }
    InsertTailList(&LdrpTlsVectors, &Vector->Links);
    Vector->Teb->ThreadLocalStoragePointer = Vector->ModuleTlsData;
    return STATUS_SUCCESS;
}

/* Frees the calling thread's blocks and vector. */
VOID NTAPI LdrpFreeTls(VOID)
{
    PTEB Teb = NtCurrentTeb();
    PVOID Heap = NtCurrentPeb()->ProcessHeap;
    PTLS_VECTOR Vector;
    ULONG i;

    if (Teb->ThreadLocalStoragePointer == NULL)
        return;
    Vector = CONTAINING_RECORD(Teb->ThreadLocalStoragePointer, TLS_VECTOR, ModuleTlsData);
    Teb->ThreadLocalStoragePointer = NULL;
    RemoveEntryList(&Vector->Links);
    for (i = 0; i < Vector->Length; i++) {
        if (Vector->ModuleTlsData[i] != NULL)
            RtlFreeHeap(Heap, 0, Vector->ModuleTlsData[i]);
    }
    RtlFreeHeap(Heap, 0, Vector);
}

/* At process start: indices for all modules in the order of loading, then the first thread's blocks. */
NTSTATUS NTAPI LdrpInitializeTls(VOID)
{
    PLIST_ENTRY Next;
    PLDRP_TLS_ENTRY TlsEntry;
    NTSTATUS Status = STATUS_SUCCESS;

    for (Next = PebLdr.InLoadOrderModuleList.Flink; Next != &PebLdr.InLoadOrderModuleList && NT_SUCCESS(Status); Next = Next->Flink)
        Status = LdrpAllocateTlsEntry(CONTAINING_RECORD(Next, LDR_DATA_TABLE_ENTRY, InLoadOrderLinks), &TlsEntry);
    return NT_SUCCESS(Status) ? LdrpAllocateTls() : Status;
}

/* A longer vector for one thread. The old one is not freed: its thread may have just read the pointer. */
static NTSTATUS LdrpReplaceVector(PTLS_VECTOR Old, PTEB Teb, PLDRP_TLS_ENTRY TlsEntry)
{
    PTLS_VECTOR New = (PTLS_VECTOR)RtlAllocateHeap(NtCurrentPeb()->ProcessHeap, HEAP_ZERO_MEMORY, TLS_VECTOR_SIZE(LdrpNumberOfTlsEntries));

    if (New == NULL)
        return STATUS_NO_MEMORY;
    New->Teb = Teb;
    New->Length = LdrpNumberOfTlsEntries;
    if (Old != NULL)
        RtlMoveMemory(New->ModuleTlsData, Old->ModuleTlsData, Old->Length * sizeof(PVOID));
    New->ModuleTlsData[TlsEntry->Index] = LdrpAllocateTlsBlock(TlsEntry);
    if (New->ModuleTlsData[TlsEntry->Index] == NULL)
        return STATUS_NO_MEMORY;
    if (Old != NULL) {
        InsertTailList(&Old->Links, &New->Links);
        RemoveEntryList(&Old->Links);
    } else
        InsertTailList(&LdrpTlsVectors, &New->Links);
    Teb->ThreadLocalStoragePointer = New->ModuleTlsData;
    return STATUS_SUCCESS;
}

/* For a module that LoadLibrary brought: an index, and a block for every thread that has a vector (since Vista). */
NTSTATUS NTAPI LdrpHandleTlsData(PLDR_DATA_TABLE_ENTRY LdrEntry)
{
    PLDRP_TLS_ENTRY TlsEntry;
    PLIST_ENTRY Next;
    NTSTATUS Status = LdrpAllocateTlsEntry(LdrEntry, &TlsEntry);

    if (!NT_SUCCESS(Status) || TlsEntry == NULL)
        return Status;
    if (NtCurrentTeb()->ThreadLocalStoragePointer == NULL)
        return LdrpReplaceVector(NULL, NtCurrentTeb(), TlsEntry);
    Next = LdrpTlsVectors.Flink;
    while (Next != &LdrpTlsVectors && NT_SUCCESS(Status)) {
        PTLS_VECTOR Vector = CONTAINING_RECORD(Next, TLS_VECTOR, Links);
        Next = Next->Flink;
        if (Vector->Length < LdrpNumberOfTlsEntries)
            Status = LdrpReplaceVector(Vector, Vector->Teb, TlsEntry);
    }
    return Status;
}

/* Forgets the module's TLS entry; its index is not given to another. */
VOID NTAPI LdrpReleaseTlsEntry(PLDR_DATA_TABLE_ENTRY LdrEntry)
{
    PLIST_ENTRY Next;

    for (Next = LdrpTlsList.Flink; Next != &LdrpTlsList; Next = Next->Flink) {
        PLDRP_TLS_ENTRY TlsEntry = CONTAINING_RECORD(Next, LDRP_TLS_ENTRY, Links);
        if (TlsEntry->Module != LdrEntry)
            continue;
        RemoveEntryList(&TlsEntry->Links);
        RtlFreeHeap(NtCurrentPeb()->ProcessHeap, 0, TlsEntry);
        return;
    }
}

/* Calls the module's TLS callbacks. The array is read anew each time round: a callback may add another. */
VOID NTAPI LdrpCallTlsInitializers(ULONG Reason, PLDR_DATA_TABLE_ENTRY LdrEntry)
{
    ULONG Size;
    PIMAGE_TLS_DIRECTORY Directory;
    PIMAGE_TLS_CALLBACK *Callback;

    Directory = (PIMAGE_TLS_DIRECTORY)RtlImageDirectoryEntryToData(LdrEntry->DllBase, TRUE, IMAGE_DIRECTORY_ENTRY_TLS, &Size);
    if (Directory == NULL || Directory->AddressOfCallBacks == 0)
        return;
    for (Callback = (PIMAGE_TLS_CALLBACK *)Directory->AddressOfCallBacks; *Callback != NULL; Callback++)
        LdrpCallInitRoutine((PDLL_INIT_ROUTINE)*Callback, LdrEntry->DllBase, Reason, NULL);
}
