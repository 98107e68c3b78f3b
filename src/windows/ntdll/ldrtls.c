/*
 * Static thread-local storage (__declspec(thread)).
 *
 * Each module with a TLS directory has an index, written to its _tls_index. Each thread has an array of pointers, one a
 * module, at TEB+2C; each pointer leads to the thread's own copy of the module's template. The array lies in a TLS_VECTOR,
 * which knows its length. A module that is loaded later makes a longer vector for each thread; the kernel exchanges them.
 */
#include "ntdllp.h"

typedef struct _LDRP_TLS_ENTRY {
    LIST_ENTRY Links;
    PLDR_DATA_TABLE_ENTRY Module;
    IMAGE_TLS_DIRECTORY Directory;
    ULONG Index;
} LDRP_TLS_ENTRY, *PLDRP_TLS_ENTRY;

typedef struct _TLS_VECTOR {
    ULONG Length;
    struct _TLS_VECTOR *PreviousDeferredTlsVector;
    PVOID ModuleTlsData[ANYSIZE_ARRAY];
} TLS_VECTOR, *PTLS_VECTOR;

typedef struct _THREAD_TLS_INFORMATION {
    ULONG Flags;
    PVOID NewTlsData;
    PVOID OldTlsData;
    HANDLE ThreadId;
} THREAD_TLS_INFORMATION;

typedef struct _PROCESS_TLS_INFORMATION {
    ULONG Flags;
    ULONG OperationType;
    ULONG ThreadDataCount;
    ULONG TlsVectorLength;
    ULONG PreviousCount;
    THREAD_TLS_INFORMATION ThreadData[ANYSIZE_ARRAY];
} PROCESS_TLS_INFORMATION, *PPROCESS_TLS_INFORMATION;

#define ProcessTlsInformation 35
#define ProcessTlsReplaceVector 1
#define TLS_INFORMATION_SIZE(n) (FIELD_OFFSET(PROCESS_TLS_INFORMATION, ThreadData) + (n) * sizeof(THREAD_TLS_INFORMATION))
#define TLS_VECTOR_SIZE(n) (FIELD_OFFSET(TLS_VECTOR, ModuleTlsData) + (n) * sizeof(PVOID))

static LIST_ENTRY LdrpTlsList = {&LdrpTlsList, &LdrpTlsList};
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

/* A vector of the present length with nothing in it. */
static PTLS_VECTOR LdrpAllocateTlsVector(VOID)
{
    PTLS_VECTOR Vector = (PTLS_VECTOR)RtlAllocateHeap(NtCurrentPeb()->ProcessHeap, HEAP_ZERO_MEMORY, TLS_VECTOR_SIZE(LdrpNumberOfTlsEntries));

    if (Vector != NULL)
        Vector->Length = LdrpNumberOfTlsEntries;
    return Vector;
}

static VOID LdrpFreeTlsVector(PTLS_VECTOR Vector)
{
    PVOID Heap = NtCurrentPeb()->ProcessHeap;
    PTLS_VECTOR Previous;
    ULONG i;

    for (i = 0; i < Vector->Length; i++) {
        if (Vector->ModuleTlsData[i] != NULL)
            RtlFreeHeap(Heap, 0, Vector->ModuleTlsData[i]);
    }
    /* Those that it has replaced: their blocks are in it. */
    while (Vector != NULL) {
        Previous = Vector->PreviousDeferredTlsVector;
        RtlFreeHeap(Heap, 0, Vector);
        Vector = Previous;
    }
}

/*
 * Makes the vector and the blocks of the calling thread. Without any module with static TLS, TEB+2C stays NULL. A thread that
 * was made just before such a module came may have its vector already.
 */
NTSTATUS NTAPI LdrpAllocateTls(VOID)
{
    PTEB Teb = NtCurrentTeb();
    PTLS_VECTOR Vector;
    PLIST_ENTRY Next;

    if (LdrpNumberOfTlsEntries == 0)
        return STATUS_SUCCESS;
    if (Teb->ThreadLocalStoragePointer != NULL)
        Vector = CONTAINING_RECORD(Teb->ThreadLocalStoragePointer, TLS_VECTOR, ModuleTlsData);
    else
        Vector = LdrpAllocateTlsVector();
    if (Vector == NULL)
        return STATUS_NO_MEMORY;
    for (Next = LdrpTlsList.Flink; Next != &LdrpTlsList; Next = Next->Flink) {
        PLDRP_TLS_ENTRY TlsEntry = CONTAINING_RECORD(Next, LDRP_TLS_ENTRY, Links);
        if (Vector->ModuleTlsData[TlsEntry->Index] != NULL)
            continue;
        Vector->ModuleTlsData[TlsEntry->Index] = LdrpAllocateTlsBlock(TlsEntry);
        if (Vector->ModuleTlsData[TlsEntry->Index] == NULL)
            return STATUS_NO_MEMORY;
    }
    Teb->ThreadLocalStoragePointer = Vector->ModuleTlsData;
    return STATUS_SUCCESS;
}

/* Frees the calling thread's blocks and vector. */
VOID NTAPI LdrpFreeTls(VOID)
{
    PTEB Teb = NtCurrentTeb();
    PTLS_VECTOR Vector;

    if (Teb->ThreadLocalStoragePointer == NULL)
        return;
    Vector = CONTAINING_RECORD(Teb->ThreadLocalStoragePointer, TLS_VECTOR, ModuleTlsData);
    Teb->ThreadLocalStoragePointer = NULL;
    LdrpFreeTlsVector(Vector);
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

/* Frees what the kernel has not taken: all of it, or the vectors that no thread needed. */
static VOID LdrpFreeTlsInformation(PPROCESS_TLS_INFORMATION Information)
{
    ULONG i;

    for (i = 0; i < Information->ThreadDataCount; i++) {
        if (Information->ThreadData[i].NewTlsData != NULL && Information->ThreadData[i].ThreadId == NULL)
            LdrpFreeTlsVector(CONTAINING_RECORD(Information->ThreadData[i].NewTlsData, TLS_VECTOR, ModuleTlsData));
    }
    RtlFreeHeap(NtCurrentPeb()->ProcessHeap, 0, Information);
}

/* Longer vectors for up to Count threads, each with a block of the new module, exchanged by the kernel in all threads at once. */
static NTSTATUS LdrpUpdateTls(PLDRP_TLS_ENTRY TlsEntry, ULONG Count)
{
    PPROCESS_TLS_INFORMATION Information;
    PTLS_VECTOR Vector;
    NTSTATUS Status;
    ULONG i;

    Information = (PPROCESS_TLS_INFORMATION)RtlAllocateHeap(NtCurrentPeb()->ProcessHeap, HEAP_ZERO_MEMORY, TLS_INFORMATION_SIZE(Count));
    if (Information == NULL)
        return STATUS_NO_MEMORY;
    Information->OperationType = ProcessTlsReplaceVector;
    Information->ThreadDataCount = Count;
    Information->TlsVectorLength = LdrpNumberOfTlsEntries;
    Information->PreviousCount = TlsEntry->Index;
    for (i = 0; i < Count; i++) {
        Vector = LdrpAllocateTlsVector();
        if (Vector != NULL) {
            Information->ThreadData[i].NewTlsData = Vector->ModuleTlsData;
            Vector->ModuleTlsData[TlsEntry->Index] = LdrpAllocateTlsBlock(TlsEntry);
        }
        if (Vector == NULL || Vector->ModuleTlsData[TlsEntry->Index] == NULL) {
            LdrpFreeTlsInformation(Information);
            return STATUS_NO_MEMORY;
        }
    }
    Status = NtSetInformationProcess(NtCurrentProcess(), ProcessTlsInformation, Information, TLS_INFORMATION_SIZE(Count));
    for (i = 0; i < Count && NT_SUCCESS(Status); i++) {
        if (Information->ThreadData[i].OldTlsData == NULL)
            continue;
        /* Its thread may have just read the pointer: the old vector is freed with the new one. */
        Vector = CONTAINING_RECORD(Information->ThreadData[i].NewTlsData, TLS_VECTOR, ModuleTlsData);
        Vector->PreviousDeferredTlsVector = CONTAINING_RECORD(Information->ThreadData[i].OldTlsData, TLS_VECTOR, ModuleTlsData);
    }
    LdrpFreeTlsInformation(Information);
    return Status;
}

/* For a module that LoadLibrary brought: an index, and a block for every thread (since Vista). */
NTSTATUS NTAPI LdrpHandleTlsData(PLDR_DATA_TABLE_ENTRY LdrEntry)
{
    PLDRP_TLS_ENTRY TlsEntry;
    ULONG Count = 4;
    NTSTATUS Status = LdrpAllocateTlsEntry(LdrEntry, &TlsEntry);

    if (!NT_SUCCESS(Status) || TlsEntry == NULL)
        return Status;
    while ((Status = LdrpUpdateTls(TlsEntry, Count)) == STATUS_BUFFER_TOO_SMALL)
        Count *= 2;
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
