/*
 * Condition variables: one word.
 *
 *     bits 0..2 wakes that are still to be done, 7 for all   bit 3 somebody is waking   bits 4..31 address of the newest wait block
 *
 * Wait blocks lie on the waiters' stacks, linked from the newest to the oldest. Anybody may put a new one in front; only who has set
 * bit 3 takes blocks off, oldest first. Who comes to wake meanwhile leaves his wish in the count. A wake with nobody waiting is
 * lost: a condition variable remembers nothing.
 */
#include "ntdllp.h"

#define CV_PENDING 7
#define CV_LOCKED 8
#define CV_FLAGS 15

typedef struct _RTLP_CV_BLOCK {
    struct _RTLP_CV_BLOCK *Next;
} RTLP_CV_BLOCK, *PRTLP_CV_BLOCK;

#define CvWord(Variable) ((LONG volatile *)&(Variable)->Ptr)
#define CvBlock(Word) ((PRTLP_CV_BLOCK)((Word) & ~CV_FLAGS))

VOID NTAPI RtlInitializeConditionVariable(PRTL_CONDITION_VARIABLE ConditionVariable)
{
    ConditionVariable->Ptr = NULL;
}

/* Lets the threads of a list go on, oldest first. A block is gone as soon as its thread runs. */
static VOID RtlpReleaseList(PRTLP_CV_BLOCK Block)
{
    if (Block == NULL)
        return;
    RtlpReleaseList(Block->Next);
    NtReleaseKeyedEvent(NULL, Block, FALSE, NULL);
}

static ULONG RtlpListLength(PRTLP_CV_BLOCK Block)
{
    ULONG Length = 0;

    for (; Block != NULL; Block = Block->Next)
        Length++;
    return Length;
}

/* Called by who has set bit 3: wakes Count threads and as many as others wished meanwhile, and clears the bit. */
static VOID RtlpFinishWakes(PRTL_CONDITION_VARIABLE ConditionVariable, ULONG Count)
{
    LONG volatile *Word = CvWord(ConditionVariable);

    for (;;) {
        LONG Old = *Word;
        ULONG Length = RtlpListLength(CvBlock(Old));
        ULONG Wanted = (Old & CV_PENDING) == CV_PENDING ? Length : Count + (Old & CV_PENDING);
        PRTLP_CV_BLOCK Last;

        if (Wanted >= Length) {
            if (_InterlockedCompareExchange(Word, 0, Old) != Old)
                continue;
            RtlpReleaseList(CvBlock(Old));
            return;
        }
        /* The newest ones stay; behind them the list is cut. The wishes that are fulfilled by that are taken back first. */
        if (_InterlockedCompareExchange(Word, Old & ~CV_PENDING, Old) != Old)
            continue;
        if (Wanted > 0) {
            PRTLP_CV_BLOCK Cut;
            for (Last = CvBlock(Old); Length > Wanted + 1; Length--)
                Last = Last->Next;
            Cut = Last->Next;
            Last->Next = NULL;
            RtlpReleaseList(Cut);
        }
        Count = 0;
        for (;;) {
            Old = *Word;
            if (Old & CV_PENDING)
                break;
            if (_InterlockedCompareExchange(Word, Old & ~CV_LOCKED, Old) == Old)
                return;
        }
    }
}

VOID NTAPI RtlWakeConditionVariable(PRTL_CONDITION_VARIABLE ConditionVariable)
{
    LONG volatile *Word = CvWord(ConditionVariable);

    for (;;) {
        LONG Old = *Word;
        if (CvBlock(Old) == NULL || (Old & CV_PENDING) == CV_PENDING)
            return;
        if (Old & CV_LOCKED) {
            if (_InterlockedCompareExchange(Word, Old + 1, Old) == Old)
                return;
        } else if (_InterlockedCompareExchange(Word, Old | CV_LOCKED, Old) == Old) {
            RtlpFinishWakes(ConditionVariable, 1);
            return;
        }
    }
}

VOID NTAPI RtlWakeAllConditionVariable(PRTL_CONDITION_VARIABLE ConditionVariable)
{
    LONG volatile *Word = CvWord(ConditionVariable);

    for (;;) {
        LONG Old = *Word;
        if (CvBlock(Old) == NULL)
            return;
        if (Old & CV_LOCKED) {
            if (_InterlockedCompareExchange(Word, Old | CV_PENDING, Old) == Old)
                return;
        } else if (_InterlockedCompareExchange(Word, 0, Old) == Old) {
            RtlpReleaseList(CvBlock(Old));
            return;
        }
    }
}

static VOID RtlpQueue(PRTL_CONDITION_VARIABLE ConditionVariable, PRTLP_CV_BLOCK Block)
{
    LONG volatile *Word = CvWord(ConditionVariable);
    LONG Old;

    do {
        Old = *Word;
        Block->Next = CvBlock(Old);
    } while (_InterlockedCompareExchange(Word, (LONG)Block | (Old & CV_FLAGS), Old) != Old);
}

/* Takes a block whose time is over out of the list. FALSE: it is not there, somebody is about to wake its thread. */
static BOOLEAN RtlpUnqueue(PRTL_CONDITION_VARIABLE ConditionVariable, PRTLP_CV_BLOCK Block)
{
    LONG volatile *Word = CvWord(ConditionVariable);
    PRTLP_CV_BLOCK Newer;
    BOOLEAN Found = FALSE;
    LONG Old;

    for (;;) {
        Old = *Word;
        if (CvBlock(Old) == NULL)
            return FALSE;
        if (Old & CV_LOCKED)
            NtYieldExecution();
        else if (_InterlockedCompareExchange(Word, Old | CV_LOCKED, Old) == Old)
            break;
    }
    for (;;) {
        Old = *Word;
        if (CvBlock(Old) == Block) {
            Found = TRUE;
            if (_InterlockedCompareExchange(Word, (LONG)Block->Next | (Old & CV_FLAGS), Old) == Old)
                break;
            continue;
        }
        for (Newer = CvBlock(Old); Newer != NULL && Newer->Next != Block; Newer = Newer->Next)
            ;
        Found = Newer != NULL;
        if (Found)
            Newer->Next = Block->Next;
        break;
    }
    RtlpFinishWakes(ConditionVariable, 0);
    return Found;
}

static NTSTATUS RtlpSleep(PRTL_CONDITION_VARIABLE ConditionVariable, PRTLP_CV_BLOCK Block, PLARGE_INTEGER TimeOut)
{
    NTSTATUS Status = NtWaitForKeyedEvent(NULL, Block, FALSE, TimeOut);

    if (Status == STATUS_TIMEOUT && !RtlpUnqueue(ConditionVariable, Block))
        Status = NtWaitForKeyedEvent(NULL, Block, FALSE, NULL);
    return Status;
}

#define ALIGNED_BLOCK(Place) ((PRTLP_CV_BLOCK)(((ULONG_PTR)(Place) + CV_FLAGS) & ~CV_FLAGS))

NTSTATUS NTAPI RtlSleepConditionVariableCS(
    PRTL_CONDITION_VARIABLE ConditionVariable, PRTL_CRITICAL_SECTION CriticalSection, PLARGE_INTEGER TimeOut)
{
    BYTE Place[sizeof(RTLP_CV_BLOCK) + CV_FLAGS];
    PRTLP_CV_BLOCK Block = ALIGNED_BLOCK(Place);
    NTSTATUS Status;

    RtlpQueue(ConditionVariable, Block);
    RtlLeaveCriticalSection(CriticalSection);
    Status = RtlpSleep(ConditionVariable, Block, TimeOut);
    RtlEnterCriticalSection(CriticalSection);
    return Status;
}

NTSTATUS NTAPI RtlSleepConditionVariableSRW(
    PRTL_CONDITION_VARIABLE ConditionVariable, PRTL_SRWLOCK SRWLock, PLARGE_INTEGER TimeOut, ULONG Flags)
{
    BYTE Place[sizeof(RTLP_CV_BLOCK) + CV_FLAGS];
    PRTLP_CV_BLOCK Block = ALIGNED_BLOCK(Place);
    NTSTATUS Status;

    if (Flags & ~RTL_CONDITION_VARIABLE_LOCKMODE_SHARED)
        return STATUS_INVALID_PARAMETER;
    RtlpQueue(ConditionVariable, Block);
    if (Flags & RTL_CONDITION_VARIABLE_LOCKMODE_SHARED)
        RtlReleaseSRWLockShared(SRWLock);
    else
        RtlReleaseSRWLockExclusive(SRWLock);
    Status = RtlpSleep(ConditionVariable, Block, TimeOut);
    if (Flags & RTL_CONDITION_VARIABLE_LOCKMODE_SHARED)
        RtlAcquireSRWLockShared(SRWLock);
    else
        RtlAcquireSRWLockExclusive(SRWLock);
    return Status;
}
