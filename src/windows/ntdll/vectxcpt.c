/* Vectored handlers: a process-wide list that is asked before any frame, and one that hears when execution is to continue. */
#include "ntdllp.h"

typedef struct _VECTORED_HANDLER_ENTRY {
    LIST_ENTRY Links;
    ULONG Refs;
    PVOID EncodedHandler;
} VECTORED_HANDLER_ENTRY, *PVECTORED_HANDLER_ENTRY;

static LIST_ENTRY LdrpVectorHandlerList[2];
static RTL_CRITICAL_SECTION LdrpVectorHandlerLock;

VOID NTAPI RtlpInitializeVectoredHandlers(VOID)
{
    InitializeListHead(&LdrpVectorHandlerList[0]);
    InitializeListHead(&LdrpVectorHandlerList[1]);
    RtlInitializeCriticalSection(&LdrpVectorHandlerLock);
}

static PVOID RtlpAddVectoredHandler(ULONG First, PVECTORED_EXCEPTION_HANDLER Handler, ULONG List)
{
    PPEB Peb = NtCurrentPeb();
    PVECTORED_HANDLER_ENTRY Entry = (PVECTORED_HANDLER_ENTRY)RtlAllocateHeap(Peb->ProcessHeap, 0, sizeof(VECTORED_HANDLER_ENTRY));

    if (Entry == NULL)
        return NULL;
    Entry->Refs = 1;
    Entry->EncodedHandler = RtlEncodePointer((PVOID)Handler);
    RtlEnterCriticalSection(&LdrpVectorHandlerLock);
    if (List == 0)
        Peb->ProcessUsingVEH = 1;
    else
        Peb->ProcessUsingVCH = 1;
    if (First != 0)
        InsertHeadList(&LdrpVectorHandlerList[List], &Entry->Links);
    else
        InsertTailList(&LdrpVectorHandlerList[List], &Entry->Links);
    RtlLeaveCriticalSection(&LdrpVectorHandlerLock);
    return Entry;
}

static VOID RtlpReleaseVectoredHandler(PVECTORED_HANDLER_ENTRY Entry)
{
    if (--Entry->Refs != 0)
        return;
    RemoveEntryList(&Entry->Links);
    RtlFreeHeap(NtCurrentPeb()->ProcessHeap, 0, Entry);
}

static ULONG RtlpRemoveVectoredHandler(PVOID Handle, ULONG List)
{
    PLIST_ENTRY Next;
    ULONG Found = 0;

    RtlEnterCriticalSection(&LdrpVectorHandlerLock);
    for (Next = LdrpVectorHandlerList[List].Flink; Next != &LdrpVectorHandlerList[List] && !Found; Next = Next->Flink)
        Found = CONTAINING_RECORD(Next, VECTORED_HANDLER_ENTRY, Links) == Handle;
    /* It may be running: then the memory stays until it has come back, and nobody finds it any more. */
    Found = Found && ((PVECTORED_HANDLER_ENTRY)Handle)->EncodedHandler != NULL;
    if (Found) {
        ((PVECTORED_HANDLER_ENTRY)Handle)->EncodedHandler = NULL;
        RtlpReleaseVectoredHandler((PVECTORED_HANDLER_ENTRY)Handle);
    }
    if (IsListEmpty(&LdrpVectorHandlerList[List])) {
        if (List == 0)
            NtCurrentPeb()->ProcessUsingVEH = 0;
        else
            NtCurrentPeb()->ProcessUsingVCH = 0;
    }
    RtlLeaveCriticalSection(&LdrpVectorHandlerLock);
    return Found;
}

/* Asks the handlers in order until one answers EXCEPTION_CONTINUE_EXECUTION. The lock is not held while a handler runs. */
BOOLEAN NTAPI RtlpCallVectoredHandlers(PEXCEPTION_RECORD ExceptionRecord, PCONTEXT ContextRecord, BOOLEAN Continue)
{
    PLIST_ENTRY Head = &LdrpVectorHandlerList[Continue ? 1 : 0];
    PLIST_ENTRY Next;
    PPEB Peb = NtCurrentPeb();
    EXCEPTION_POINTERS Pointers;
    LONG Answer = 0;

    if (!(Continue ? Peb->ProcessUsingVCH : Peb->ProcessUsingVEH))
        return FALSE;
    Pointers.ExceptionRecord = ExceptionRecord;
    Pointers.ContextRecord = ContextRecord;
    RtlEnterCriticalSection(&LdrpVectorHandlerLock);
    Next = Head->Flink;
    while (Next != Head && Answer != -1) {
        PVECTORED_HANDLER_ENTRY Entry = CONTAINING_RECORD(Next, VECTORED_HANDLER_ENTRY, Links);
        PVECTORED_EXCEPTION_HANDLER Handler = (PVECTORED_EXCEPTION_HANDLER)RtlDecodePointer(Entry->EncodedHandler);
        Entry->Refs++;
        if (Entry->EncodedHandler != NULL) {
            RtlLeaveCriticalSection(&LdrpVectorHandlerLock);
            Answer = Handler(&Pointers);
            RtlEnterCriticalSection(&LdrpVectorHandlerLock);
        }
        Next = Next->Flink;
        RtlpReleaseVectoredHandler(Entry);
    }
    RtlLeaveCriticalSection(&LdrpVectorHandlerLock);
    return Answer == -1;
}

PVOID NTAPI RtlAddVectoredExceptionHandler(ULONG First, PVECTORED_EXCEPTION_HANDLER Handler)
{
    return RtlpAddVectoredHandler(First, Handler, 0);
}

ULONG NTAPI RtlRemoveVectoredExceptionHandler(PVOID Handle)
{
    return RtlpRemoveVectoredHandler(Handle, 0);
}

PVOID NTAPI RtlAddVectoredContinueHandler(ULONG First, PVECTORED_EXCEPTION_HANDLER Handler)
{
    return RtlpAddVectoredHandler(First, Handler, 1);
}

ULONG NTAPI RtlRemoveVectoredContinueHandler(PVOID Handle)
{
    return RtlpRemoveVectoredHandler(Handle, 1);
}
