/*
 * LocalAlloc and GlobalAlloc: one allocator, the process heap, under two names.
 *
 * Fixed memory is a heap block and its handle is its address (a multiple of 8). Moveable memory has an entry in a table; the
 * handle is the address of the entry's second half, so bit 2 of a handle tells the two apart. The table is reserved for
 * 65536 entries and committed page by page; free entries are chained through the pointer field.
 */
#include "k32p.h"

#define TABLE_ENTRIES 0x10000
#define ENTRY_VALID 0x0001
#define ENTRY_DISCARDABLE 0x0002
#define LOCK_COUNT_MAX 0xFF

typedef struct _BASE_HANDLE_TABLE_ENTRY {
    USHORT Flags;
    UCHAR LockCount;
    UCHAR Reserved;
    /* The memory; NULL when discarded; the next free entry when the entry is not valid. */
    PVOID Object;
} BASE_HANDLE_TABLE_ENTRY, *PBASE_HANDLE_TABLE_ENTRY;

static PBASE_HANDLE_TABLE_ENTRY BaseHandleTable;
static PBASE_HANDLE_TABLE_ENTRY BaseFreeEntries;
static ULONG BaseCommittedEntries;

#define IS_HANDLE(Memory) (((ULONG_PTR)(Memory) & 4) != 0)

static BOOLEAN BaseCommitEntries(VOID)
{
    PVOID Page;
    SIZE_T Size = TABLE_ENTRIES * sizeof(BASE_HANDLE_TABLE_ENTRY);
    ULONG i;

    if (BaseHandleTable == NULL &&
        !NT_SUCCESS(NtAllocateVirtualMemory(NtCurrentProcess(), (PVOID *)&BaseHandleTable, 0, &Size, MEM_RESERVE, PAGE_READWRITE)))
        return FALSE;
    if (BaseCommittedEntries == TABLE_ENTRIES)
        return FALSE;
    Page = BaseHandleTable + BaseCommittedEntries;
    Size = PAGE_SIZE;
    if (!NT_SUCCESS(NtAllocateVirtualMemory(NtCurrentProcess(), &Page, 0, &Size, MEM_COMMIT, PAGE_READWRITE)))
        return FALSE;
    for (i = PAGE_SIZE / sizeof(BASE_HANDLE_TABLE_ENTRY); i > 0; i--) {
        PBASE_HANDLE_TABLE_ENTRY Entry = &BaseHandleTable[BaseCommittedEntries + i - 1];
        Entry->Object = BaseFreeEntries;
        BaseFreeEntries = Entry;
    }
    BaseCommittedEntries += PAGE_SIZE / sizeof(BASE_HANDLE_TABLE_ENTRY);
    return TRUE;
}

static PBASE_HANDLE_TABLE_ENTRY BaseAllocateEntry(VOID)
{
    PBASE_HANDLE_TABLE_ENTRY Entry = NULL;

    RtlAcquirePebLock();
    if (BaseFreeEntries != NULL || BaseCommitEntries()) {
        Entry = BaseFreeEntries;
        BaseFreeEntries = (PBASE_HANDLE_TABLE_ENTRY)Entry->Object;
        Entry->Flags = ENTRY_VALID;
        Entry->LockCount = 0;
        Entry->Object = NULL;
    }
    RtlReleasePebLock();
    return Entry;
}

static VOID BaseFreeEntry(PBASE_HANDLE_TABLE_ENTRY Entry)
{
    RtlAcquirePebLock();
    Entry->Flags = 0;
    Entry->Object = BaseFreeEntries;
    BaseFreeEntries = Entry;
    RtlReleasePebLock();
}

/* The valid entry of a handle, or NULL with last error 6. */
static PBASE_HANDLE_TABLE_ENTRY BaseEntryOf(HANDLE Memory)
{
    PBASE_HANDLE_TABLE_ENTRY Entry = CONTAINING_RECORD(Memory, BASE_HANDLE_TABLE_ENTRY, Object);

    if (IS_HANDLE(Memory) && Entry >= BaseHandleTable && Entry < BaseHandleTable + BaseCommittedEntries && (Entry->Flags & ENTRY_VALID))
        return Entry;
    SetLastError(ERROR_INVALID_HANDLE);
    return NULL;
}

HLOCAL WINAPI LocalAlloc(UINT uFlags, SIZE_T uBytes)
{
    ULONG HeapFlags = (uFlags & LMEM_ZEROINIT) ? HEAP_ZERO_MEMORY : 0;
    PBASE_HANDLE_TABLE_ENTRY Entry;
    PVOID Memory;

    if (!(uFlags & LMEM_MOVEABLE)) {
        /* An empty fixed block would have no address of its own. */
        Memory = RtlAllocateHeap(BaseHeap(), HeapFlags, uBytes != 0 ? uBytes : 1);
        if (Memory == NULL)
            SetLastError(ERROR_NOT_ENOUGH_MEMORY);
        return Memory;
    }
    Entry = BaseAllocateEntry();
    if (Entry == NULL) {
        SetLastError(ERROR_NOT_ENOUGH_MEMORY);
        return NULL;
    }
    if (uFlags & LMEM_DISCARDABLE)
        Entry->Flags |= ENTRY_DISCARDABLE;
    if (uBytes != 0) {
        Entry->Object = RtlAllocateHeap(BaseHeap(), HeapFlags, uBytes);
        if (Entry->Object == NULL) {
            BaseFreeEntry(Entry);
            SetLastError(ERROR_NOT_ENOUGH_MEMORY);
            return NULL;
        }
    }
    return &Entry->Object;
}

/* NULL when done; the handle itself when refused. */
HLOCAL WINAPI LocalFree(HLOCAL hMem)
{
    PBASE_HANDLE_TABLE_ENTRY Entry;

    if (hMem == NULL)
        return NULL;
    if (!IS_HANDLE(hMem)) {
        if (RtlFreeHeap(BaseHeap(), 0, hMem))
            return NULL;
        SetLastError(ERROR_INVALID_HANDLE);
        return hMem;
    }
    Entry = BaseEntryOf(hMem);
    if (Entry == NULL)
        return hMem;
    if (Entry->Object != NULL)
        RtlFreeHeap(BaseHeap(), 0, Entry->Object);
    BaseFreeEntry(Entry);
    return NULL;
}

/* The address of the memory. For moveable memory it counts; the count stops at 255. */
LPVOID WINAPI LocalLock(HLOCAL hMem)
{
    PBASE_HANDLE_TABLE_ENTRY Entry;

    if (!IS_HANDLE(hMem))
        return hMem;
    Entry = BaseEntryOf(hMem);
    if (Entry == NULL)
        return NULL;
    if (Entry->Object == NULL) {
        SetLastError(ERROR_DISCARDED);
        return NULL;
    }
    if (Entry->LockCount < LOCK_COUNT_MAX)
        Entry->LockCount++;
    return Entry->Object;
}

/* TRUE while locks remain. FALSE with last error 0: the last one is gone; with 158: there was none. */
BOOL WINAPI LocalUnlock(HLOCAL hMem)
{
    PBASE_HANDLE_TABLE_ENTRY Entry;

    if (!IS_HANDLE(hMem)) {
        SetLastError(ERROR_NOT_LOCKED);
        return FALSE;
    }
    Entry = BaseEntryOf(hMem);
    if (Entry == NULL)
        return FALSE;
    if (Entry->LockCount == 0) {
        SetLastError(ERROR_NOT_LOCKED);
        return FALSE;
    }
    if (Entry->LockCount < LOCK_COUNT_MAX)
        Entry->LockCount--;
    SetLastError(ERROR_SUCCESS);
    return Entry->LockCount != 0;
}

SIZE_T WINAPI LocalSize(HLOCAL hMem)
{
    PBASE_HANDLE_TABLE_ENTRY Entry;
    PVOID Memory = hMem;
    SIZE_T Size;

    if (IS_HANDLE(hMem)) {
        Entry = BaseEntryOf(hMem);
        if (Entry == NULL || Entry->Object == NULL)
            return 0;
        Memory = Entry->Object;
    }
    Size = RtlSizeHeap(BaseHeap(), 0, Memory);
    if (Size != (SIZE_T)-1)
        return Size;
    SetLastError(ERROR_INVALID_HANDLE);
    return 0;
}

/* Lock count in the low byte, with the marks of discardable and discarded memory above. */
UINT WINAPI LocalFlags(HLOCAL hMem)
{
    PBASE_HANDLE_TABLE_ENTRY Entry;
    UINT Flags;

    if (!IS_HANDLE(hMem))
        return 0;
    Entry = BaseEntryOf(hMem);
    if (Entry == NULL)
        return LMEM_INVALID_HANDLE;
    Flags = Entry->LockCount;
    if (Entry->Flags & ENTRY_DISCARDABLE)
        Flags |= LMEM_DISCARDABLE;
    if (Entry->Object == NULL)
        Flags |= LMEM_DISCARDED;
    return Flags;
}

/* The handle whose memory it is: for fixed memory the address itself. */
HLOCAL WINAPI LocalHandle(LPCVOID pMem)
{
    ULONG i;

    for (i = 0; i < BaseCommittedEntries; i++) {
        if ((BaseHandleTable[i].Flags & ENTRY_VALID) && BaseHandleTable[i].Object == pMem && pMem != NULL)
            return &BaseHandleTable[i].Object;
    }
    if (RtlValidateHeap(BaseHeap(), 0, (PVOID)pMem))
        return (HLOCAL)pMem;
    SetLastError(ERROR_INVALID_HANDLE);
    return NULL;
}

/* Fixed memory grows in place unless LMEM_MOVEABLE allows a move. */
static HLOCAL BaseReAllocFixed(HLOCAL Memory, SIZE_T Bytes, UINT Flags, ULONG HeapFlags)
{
    PVOID New;

    if (!(Flags & LMEM_MOVEABLE))
        HeapFlags |= HEAP_REALLOC_IN_PLACE_ONLY;
    New = RtlReAllocateHeap(BaseHeap(), HeapFlags, Memory, Bytes != 0 ? Bytes : 1);
    if (New == NULL)
        SetLastError(ERROR_NOT_ENOUGH_MEMORY);
    return New;
}

/* Moveable memory may always move, unless it is locked; size 0 discards it. */
static HLOCAL BaseReAllocMoveable(PBASE_HANDLE_TABLE_ENTRY Entry, SIZE_T Bytes, ULONG HeapFlags)
{
    PVOID New;

    if (Bytes == 0) {
        if (Entry->LockCount != 0) {
            SetLastError(ERROR_INVALID_HANDLE);
            return NULL;
        }
        if (Entry->Object != NULL)
            RtlFreeHeap(BaseHeap(), 0, Entry->Object);
        Entry->Object = NULL;
        return &Entry->Object;
    }
    if (Entry->LockCount != 0)
        HeapFlags |= HEAP_REALLOC_IN_PLACE_ONLY;
    if (Entry->Object == NULL)
        New = RtlAllocateHeap(BaseHeap(), HeapFlags & HEAP_ZERO_MEMORY, Bytes);
    else
        New = RtlReAllocateHeap(BaseHeap(), HeapFlags, Entry->Object, Bytes);
    if (New == NULL) {
        SetLastError(ERROR_NOT_ENOUGH_MEMORY);
        return NULL;
    }
    Entry->Object = New;
    return &Entry->Object;
}

HLOCAL WINAPI LocalReAlloc(HLOCAL hMem, SIZE_T uBytes, UINT uFlags)
{
    ULONG HeapFlags = (uFlags & LMEM_ZEROINIT) ? HEAP_ZERO_MEMORY : 0;
    PBASE_HANDLE_TABLE_ENTRY Entry = NULL;

    if (IS_HANDLE(hMem)) {
        Entry = BaseEntryOf(hMem);
        if (Entry == NULL)
            return NULL;
    }
    if (uFlags & LMEM_MODIFY) {
        if (Entry != NULL && (uFlags & LMEM_DISCARDABLE))
            Entry->Flags |= ENTRY_DISCARDABLE;
        return hMem;
    }
    return Entry != NULL ? BaseReAllocMoveable(Entry, uBytes, HeapFlags) : BaseReAllocFixed(hMem, uBytes, uFlags, HeapFlags);
}

/* ---- the other name ---- */

HGLOBAL WINAPI GlobalAlloc(UINT uFlags, SIZE_T dwBytes)
{
    UINT LocalFlagBits = uFlags & (GMEM_MOVEABLE | GMEM_ZEROINIT);

    if (uFlags & GMEM_DISCARDABLE)
        LocalFlagBits |= LMEM_DISCARDABLE;
    return LocalAlloc(LocalFlagBits, dwBytes);
}

HGLOBAL WINAPI GlobalReAlloc(HGLOBAL hMem, SIZE_T dwBytes, UINT uFlags)
{
    return LocalReAlloc(hMem, dwBytes, uFlags);
}

HGLOBAL WINAPI GlobalFree(HGLOBAL hMem)
{
    return LocalFree(hMem);
}

LPVOID WINAPI GlobalLock(HGLOBAL hMem)
{
    return LocalLock(hMem);
}

/* Fixed memory is always "locked", so the answer is TRUE there. */
BOOL WINAPI GlobalUnlock(HGLOBAL hMem)
{
    return IS_HANDLE(hMem) ? LocalUnlock(hMem) : TRUE;
}

SIZE_T WINAPI GlobalSize(HGLOBAL hMem)
{
    return LocalSize(hMem);
}

UINT WINAPI GlobalFlags(HGLOBAL hMem)
{
    UINT Flags = LocalFlags(hMem);

    if (Flags != LMEM_INVALID_HANDLE && (Flags & LMEM_DISCARDABLE))
        Flags = (Flags & ~LMEM_DISCARDABLE) | GMEM_DISCARDABLE;
    return Flags;
}

HGLOBAL WINAPI GlobalHandle(LPCVOID pMem)
{
    return LocalHandle(pMem);
}
