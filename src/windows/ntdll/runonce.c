/*
 * One-time initialisation: one word.
 *
 *     bits 0..1   0 nobody began   1 one thread initialises, others wait   3 threads initialise side by side   2 done
 *     bits 2..31  state 1: address of the newest waiter's word, which holds the next one; state 2: the caller's context
 */
#include "ntdllp.h"

#define RUN_ONCE_SYNC 1
#define RUN_ONCE_DONE 2
#define RUN_ONCE_SIDE_BY_SIDE 3
#define RUN_ONCE_STATE 3
#define OnceWord(RunOnce) ((LONG volatile *)&(RunOnce)->Ptr)

VOID NTAPI RtlRunOnceInitialize(PRTL_RUN_ONCE RunOnce)
{
    RunOnce->Ptr = NULL;
}

static NTSTATUS RtlpRunOnceCheck(PRTL_RUN_ONCE RunOnce, PVOID *Context)
{
    LONG Word = *OnceWord(RunOnce);

    if ((Word & RUN_ONCE_STATE) != RUN_ONCE_DONE)
        return STATUS_UNSUCCESSFUL;
    if (Context != NULL)
        *Context = (PVOID)(Word & ~RUN_ONCE_STATE);
    return STATUS_SUCCESS;
}

/* STATUS_PENDING: the caller is to initialise and to say so with RtlRunOnceComplete. STATUS_SUCCESS: it is done. */
NTSTATUS NTAPI RtlRunOnceBeginInitialize(PRTL_RUN_ONCE RunOnce, ULONG Flags, PVOID *Context)
{
    BOOLEAN SideBySide = (Flags & RTL_RUN_ONCE_ASYNC) != 0;

    if (Flags & ~(RTL_RUN_ONCE_CHECK_ONLY | RTL_RUN_ONCE_ASYNC))
        return STATUS_INVALID_PARAMETER_2;
    if (Flags & RTL_RUN_ONCE_CHECK_ONLY)
        return SideBySide ? STATUS_INVALID_PARAMETER_2 : RtlpRunOnceCheck(RunOnce, Context);
    for (;;) {
        LONG Old = *OnceWord(RunOnce);
        LONG Next = Old & ~RUN_ONCE_STATE;

        switch (Old & RUN_ONCE_STATE) {
        case RUN_ONCE_DONE:
            return RtlpRunOnceCheck(RunOnce, Context);
        case RUN_ONCE_SIDE_BY_SIDE:
            return SideBySide ? STATUS_PENDING : STATUS_INVALID_PARAMETER_2;
        case RUN_ONCE_SYNC:
            if (SideBySide)
                return STATUS_INVALID_PARAMETER_2;
            if (_InterlockedCompareExchange(OnceWord(RunOnce), (LONG)&Next | RUN_ONCE_SYNC, Old) == Old)
                NtWaitForKeyedEvent(NULL, &Next, FALSE, NULL);
            break;
        default:
            if (_InterlockedCompareExchange(OnceWord(RunOnce), SideBySide ? RUN_ONCE_SIDE_BY_SIDE : RUN_ONCE_SYNC, 0) == 0)
                return STATUS_PENDING;
        }
    }
}

/* Everybody who waits looks at the word again. */
static VOID RtlpRunOnceWake(LONG Waiter)
{
    while (Waiter != 0) {
        LONG Next = *(LONG *)Waiter;
        NtReleaseKeyedEvent(NULL, (PVOID)Waiter, FALSE, NULL);
        Waiter = Next;
    }
}

NTSTATUS NTAPI RtlRunOnceComplete(PRTL_RUN_ONCE RunOnce, ULONG Flags, PVOID Context)
{
    BOOLEAN SideBySide = (Flags & RTL_RUN_ONCE_ASYNC) != 0;
    BOOLEAN Failed = (Flags & RTL_RUN_ONCE_INIT_FAILED) != 0;
    LONG New = Failed ? 0 : (LONG)Context | RUN_ONCE_DONE;

    if (Flags & ~(RTL_RUN_ONCE_ASYNC | RTL_RUN_ONCE_INIT_FAILED))
        return STATUS_INVALID_PARAMETER_2;
    if (Failed && (SideBySide || Context != NULL))
        return STATUS_INVALID_PARAMETER_2;
    if ((LONG)Context & RUN_ONCE_STATE)
        return STATUS_INVALID_PARAMETER_3;
    for (;;) {
        LONG Old = *OnceWord(RunOnce);
        LONG State = Old & RUN_ONCE_STATE;

        if (State != RUN_ONCE_SYNC && State != RUN_ONCE_SIDE_BY_SIDE)
            return STATUS_UNSUCCESSFUL;
        if (SideBySide != (State == RUN_ONCE_SIDE_BY_SIDE))
            return STATUS_INVALID_PARAMETER_2;
        if (_InterlockedCompareExchange(OnceWord(RunOnce), New, Old) != Old)
            continue;
        if (State == RUN_ONCE_SYNC)
            RtlpRunOnceWake(Old & ~RUN_ONCE_STATE);
        return STATUS_SUCCESS;
    }
}

/* Calls InitFn unless it succeeded before; nobody comes back before it has. */
NTSTATUS NTAPI RtlRunOnceExecuteOnce(PRTL_RUN_ONCE RunOnce, PRTL_RUN_ONCE_INIT_FN InitFn, PVOID Parameter, PVOID *Context)
{
    PVOID Made = NULL;
    NTSTATUS Status = RtlRunOnceBeginInitialize(RunOnce, 0, Context);

    if (Status != STATUS_PENDING)
        return Status;
    if (!InitFn(RunOnce, Parameter, Context != NULL ? Context : &Made)) {
        RtlRunOnceComplete(RunOnce, RTL_RUN_ONCE_INIT_FAILED, NULL);
        return STATUS_UNSUCCESSFUL;
    }
    return RtlRunOnceComplete(RunOnce, 0, Context != NULL ? *Context : Made);
}
