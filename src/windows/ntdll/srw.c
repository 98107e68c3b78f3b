/*
 * Slim reader/writer locks: one word.
 *
 *     bit 0 locked   bit 1 somebody waits   bit 2 somebody is waking   bit 3 several readers hold it while others wait
 *     bits 4..31     number of readers; when somebody waits, the address of the newest wait block
 *
 * Wait blocks lie on the waiters' stacks, linked from the newest to the oldest. Anybody may put a new one in front; only who has
 * set the waking bit takes blocks off. A woken thread is given nothing: it tries again like everybody else. The oldest waiter is
 * woken alone when it wants to write, all are woken otherwise. Nobody is noted as the owner: a thread that takes a lock twice
 * waits for itself.
 */
#include "ntdllp.h"

#define SRW_LOCKED 1
#define SRW_WAITING 2
#define SRW_WAKING 4
#define SRW_MULTIPLE_SHARED 8
#define SRW_FLAGS 15
#define SRW_ONE_READER 16

typedef struct _RTLP_SRW_BLOCK {
    struct _RTLP_SRW_BLOCK *Next;
    BOOLEAN Exclusive;
    /* In the oldest block: readers that hold the lock, when there are several. */
    LONG ShareCount;
} RTLP_SRW_BLOCK, *PRTLP_SRW_BLOCK;

#define SrwWord(Lock) ((LONG volatile *)&(Lock)->Ptr)
#define SrwBlock(Word) ((PRTLP_SRW_BLOCK)((Word) & ~SRW_FLAGS))

VOID NTAPI RtlInitializeSRWLock(PRTL_SRWLOCK SRWLock)
{
    SRWLock->Ptr = NULL;
}

static BOOLEAN RtlpExchange(LONG volatile *Word, LONG New, LONG Old)
{
    return _InterlockedCompareExchange(Word, New, Old) == Old;
}

/* Called by who has set the waking bit and holds no lock. */
static VOID RtlpWakeSRWLock(PRTL_SRWLOCK SRWLock)
{
    LONG volatile *Word = SrwWord(SRWLock);

    for (;;) {
        LONG Old = *Word;
        PRTLP_SRW_BLOCK Newer = NULL;
        PRTLP_SRW_BLOCK Oldest = SrwBlock(Old);

        if (Old & SRW_LOCKED) {
            /* Somebody was quicker: waking is his business when he leaves. */
            if (RtlpExchange(Word, Old & ~SRW_WAKING, Old))
                return;
            continue;
        }
        while (Oldest->Next != NULL) {
            Newer = Oldest;
            Oldest = Oldest->Next;
        }
        if (Oldest->Exclusive && Newer != NULL) {
            Newer->Next = NULL;
            _InterlockedAnd(Word, ~SRW_WAKING);
            NtReleaseKeyedEvent(NULL, Oldest, FALSE, NULL);
            return;
        }
        if (RtlpExchange(Word, 0, Old)) {
            PRTLP_SRW_BLOCK Block = SrwBlock(Old);
            while (Block != NULL) {
                /* The block is gone as soon as its thread runs. */
                PRTLP_SRW_BLOCK Next = Block->Next;
                NtReleaseKeyedEvent(NULL, Block, FALSE, NULL);
                Block = Next;
            }
            return;
        }
    }
}

/* Waits once. Old is a word of the lock that does not let the caller in; when it is no longer that, nothing happens. */
static VOID RtlpWaitSRWLock(PRTL_SRWLOCK SRWLock, LONG Old, BOOLEAN Exclusive)
{
    BYTE Place[sizeof(RTLP_SRW_BLOCK) + SRW_FLAGS];
    PRTLP_SRW_BLOCK Block = (PRTLP_SRW_BLOCK)(((ULONG_PTR)Place + SRW_FLAGS) & ~SRW_FLAGS);
    LONG Flags = (Old & SRW_FLAGS) | SRW_WAITING;

    Block->Exclusive = Exclusive;
    Block->ShareCount = 0;
    Block->Next = NULL;
    if (Old & SRW_WAITING) {
        Block->Next = SrwBlock(Old);
    } else if ((ULONG)Old / SRW_ONE_READER > 1) {
        Block->ShareCount = (ULONG)Old / SRW_ONE_READER;
        Flags |= SRW_MULTIPLE_SHARED;
    }
    if (RtlpExchange(SrwWord(SRWLock), (LONG)Block | Flags, Old))
        NtWaitForKeyedEvent(NULL, Block, FALSE, NULL);
}

BOOLEAN NTAPI RtlTryAcquireSRWLockExclusive(PRTL_SRWLOCK SRWLock)
{
    LONG Old = *SrwWord(SRWLock);

    while (!(Old & SRW_LOCKED)) {
        if (RtlpExchange(SrwWord(SRWLock), Old | SRW_LOCKED, Old))
            return TRUE;
        Old = *SrwWord(SRWLock);
    }
    return FALSE;
}

VOID NTAPI RtlAcquireSRWLockExclusive(PRTL_SRWLOCK SRWLock)
{
    while (!RtlTryAcquireSRWLockExclusive(SRWLock)) {
        LONG Old = *SrwWord(SRWLock);
        if (Old & SRW_LOCKED)
            RtlpWaitSRWLock(SRWLock, Old, TRUE);
    }
}

/* Readers share as long as nobody waits: so a writer that waits is not starved by readers that keep coming. */
BOOLEAN NTAPI RtlTryAcquireSRWLockShared(PRTL_SRWLOCK SRWLock)
{
    for (;;) {
        LONG Old = *SrwWord(SRWLock);
        LONG New;

        if (Old == 0)
            New = SRW_LOCKED | SRW_ONE_READER;
        else if (!(Old & SRW_LOCKED))
            New = Old | SRW_LOCKED;
        else if (!(Old & SRW_WAITING) && (ULONG)Old >= SRW_ONE_READER)
            New = Old + SRW_ONE_READER;
        else
            return FALSE;
        if (RtlpExchange(SrwWord(SRWLock), New, Old))
            return TRUE;
    }
}

VOID NTAPI RtlAcquireSRWLockShared(PRTL_SRWLOCK SRWLock)
{
    while (!RtlTryAcquireSRWLockShared(SRWLock)) {
        LONG Old = *SrwWord(SRWLock);
        if ((Old & SRW_LOCKED) && ((Old & SRW_WAITING) || (ULONG)Old < SRW_ONE_READER))
            RtlpWaitSRWLock(SRWLock, Old, FALSE);
    }
}

/* The last owner leaves while others wait. */
static VOID RtlpUnlockAndWake(PRTL_SRWLOCK SRWLock)
{
    for (;;) {
        LONG Old = *SrwWord(SRWLock);
        LONG New = (Old & ~(SRW_LOCKED | SRW_MULTIPLE_SHARED)) | SRW_WAKING;

        if (!RtlpExchange(SrwWord(SRWLock), New, Old))
            continue;
        if (!(Old & SRW_WAKING))
            RtlpWakeSRWLock(SRWLock);
        return;
    }
}

VOID NTAPI RtlReleaseSRWLockExclusive(PRTL_SRWLOCK SRWLock)
{
    LONG Old = *SrwWord(SRWLock);

    if (!(Old & SRW_LOCKED))
        RtlRaiseStatus(STATUS_RESOURCE_NOT_OWNED);
    if (!(Old & SRW_WAITING) && RtlpExchange(SrwWord(SRWLock), 0, Old))
        return;
    RtlpUnlockAndWake(SRWLock);
}

VOID NTAPI RtlReleaseSRWLockShared(PRTL_SRWLOCK SRWLock)
{
    PRTLP_SRW_BLOCK Oldest;
    LONG Old;

    for (;;) {
        Old = *SrwWord(SRWLock);
        if (!(Old & SRW_LOCKED))
            RtlRaiseStatus(STATUS_RESOURCE_NOT_OWNED);
        if (Old & SRW_WAITING)
            break;
        if (RtlpExchange(SrwWord(SRWLock), (ULONG)Old >= 2 * SRW_ONE_READER ? Old - SRW_ONE_READER : 0, Old))
            return;
    }
    if (Old & SRW_MULTIPLE_SHARED) {
        for (Oldest = SrwBlock(Old); Oldest->Next != NULL; Oldest = Oldest->Next)
            ;
        if (_InterlockedDecrement(&Oldest->ShareCount) > 0)
            return;
    }
    RtlpUnlockAndWake(SRWLock);
}
