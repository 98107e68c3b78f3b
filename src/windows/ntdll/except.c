/*
 * Exceptions in user mode.
 *
 * The kernel puts an EXCEPTION_RECORD and a CONTEXT on the stack and lets the thread go on at KiUserExceptionDispatcher.
 * RtlDispatchException asks vectored handlers, then each record on the chain at fs:[0], innermost first (the search pass).
 * A handler that takes the exception does not return: it calls RtlUnwind, which calls the handlers of all inner records
 * once more, with EXCEPTION_UNWINDING (the unwind pass), and unlinks them.
 *
 * While a handler runs, a protecting record of ours is the innermost one. An exception or an unwind that happens inside
 * the handler meets it and so learns which record was being served.
 */
#include "ntdllp.h"

/* The record that ExecuteHandler2 links: what every record has, and the frame whose handler is running. */
typedef struct _PROTECTING_RECORD {
    EXCEPTION_REGISTRATION_RECORD Record;
    PEXCEPTION_REGISTRATION_RECORD ProtectedFrame;
} PROTECTING_RECORD, *PPROTECTING_RECORD;

#define END_OF_CHAIN ((PEXCEPTION_REGISTRATION_RECORD)-1)

#define ProcessExecuteFlags 0x22
#define MEM_EXECUTE_OPTION_DISABLE_EXCEPTION_CHAIN_VALIDATION 0x40

/* The handlers of this file, for the image's table of safe ones. */
#pragma comment(linker, "/safeseh:_RtlpExceptionProtector")
#pragma comment(linker, "/safeseh:_RtlpUnwindProtector")
#pragma comment(linker, "/safeseh:_FinalExceptionHandler")

PEXCEPTION_REGISTRATION_RECORD NTAPI RtlpGetRegistrationHead(VOID)
{
    return (PEXCEPTION_REGISTRATION_RECORD)__readfsdword(0);
}

/* Meets an exception raised inside a handler during the search pass: names the frame that was being asked. */
EXCEPTION_DISPOSITION __cdecl RtlpExceptionProtector(
    PEXCEPTION_RECORD ExceptionRecord, PVOID EstablisherFrame, PCONTEXT ContextRecord, PVOID DispatcherContext)
{
    if (ExceptionRecord->ExceptionFlags & EXCEPTION_UNWIND)
        return ExceptionContinueSearch;
    *(PEXCEPTION_REGISTRATION_RECORD *)DispatcherContext = ((PPROTECTING_RECORD)EstablisherFrame)->ProtectedFrame;
    return ExceptionNestedException;
}

/* Meets an unwind started inside a handler during the unwind pass: the new unwind goes on from that frame. */
EXCEPTION_DISPOSITION __cdecl RtlpUnwindProtector(
    PEXCEPTION_RECORD ExceptionRecord, PVOID EstablisherFrame, PCONTEXT ContextRecord, PVOID DispatcherContext)
{
    if (!(ExceptionRecord->ExceptionFlags & EXCEPTION_UNWIND))
        return ExceptionContinueSearch;
    *(PEXCEPTION_REGISTRATION_RECORD *)DispatcherContext = ((PPROTECTING_RECORD)EstablisherFrame)->ProtectedFrame;
    return ExceptionCollidedUnwind;
}

/* Calls Handler with Protector linked at fs:[0]. Whatever the handler does to the stack pointer is repaired from the chain. */
static __declspec(naked) EXCEPTION_DISPOSITION NTAPI ExecuteHandler2(PEXCEPTION_RECORD ExceptionRecord, PVOID EstablisherFrame,
    PCONTEXT ContextRecord, PVOID DispatcherContext, PEXCEPTION_ROUTINE Handler, PEXCEPTION_ROUTINE Protector)
{
    __asm {
        push ebp
        mov ebp, esp
        push ebx
        push esi
        push edi
        push dword ptr [ebp+0Ch]
        push dword ptr [ebp+1Ch]
        push dword ptr fs:[0]
        mov dword ptr fs:[0], esp
        push dword ptr [ebp+14h]
        push dword ptr [ebp+10h]
        push dword ptr [ebp+0Ch]
        push dword ptr [ebp+8]
        mov ecx, dword ptr [ebp+18h]
        call ecx
        mov esp, dword ptr fs:[0]
        pop dword ptr fs:[0]
        add esp, 8
        pop edi
        pop esi
        pop ebx
        pop ebp
        ret 18h
    }
}

static EXCEPTION_DISPOSITION RtlpExecuteHandlerForException(
    PEXCEPTION_RECORD ExceptionRecord, PEXCEPTION_REGISTRATION_RECORD Frame, PCONTEXT ContextRecord, PVOID DispatcherContext)
{
    return ExecuteHandler2(ExceptionRecord, Frame, ContextRecord, DispatcherContext, Frame->Handler, RtlpExceptionProtector);
}

static EXCEPTION_DISPOSITION RtlpExecuteHandlerForUnwind(
    PEXCEPTION_RECORD ExceptionRecord, PEXCEPTION_REGISTRATION_RECORD Frame, PCONTEXT ContextRecord, PVOID DispatcherContext)
{
    return ExecuteHandler2(ExceptionRecord, Frame, ContextRecord, DispatcherContext, Frame->Handler, RtlpUnwindProtector);
}

/* A record must lie wholly on the stack, aligned, and its handler must not lie there: code on the stack is an attack. */
static BOOLEAN RtlpIsValidFrame(PEXCEPTION_REGISTRATION_RECORD Frame)
{
    PTEB Teb = NtCurrentTeb();
    ULONG_PTR Low = (ULONG_PTR)Teb->NtTib.StackLimit;
    ULONG_PTR High = (ULONG_PTR)Teb->NtTib.StackBase;

    if ((ULONG_PTR)Frame < Low || (ULONG_PTR)Frame + sizeof(EXCEPTION_REGISTRATION_RECORD) > High || ((ULONG_PTR)Frame & 3) != 0)
        return FALSE;
    return (ULONG_PTR)Frame->Handler < Low || (ULONG_PTR)Frame->Handler >= High;
}

/* SafeSEH: a handler inside an image that lists its handlers must be one of them. Nothing is locked: a handler must not wait. */
static BOOLEAN RtlIsValidHandler(PEXCEPTION_ROUTINE Handler)
{
    PPEB_LDR_DATA Ldr = NtCurrentPeb()->Ldr;
    PLIST_ENTRY Next;
    PIMAGE_LOAD_CONFIG_DIRECTORY32 Config;
    ULONG Size, Rva, i;

    /* Our own are many when exceptions are nested deeply. */
    if (Ldr == NULL || Handler == RtlpExceptionProtector)
        return TRUE;
    for (Next = Ldr->InLoadOrderModuleList.Flink; Next != &Ldr->InLoadOrderModuleList; Next = Next->Flink) {
        PLDR_DATA_TABLE_ENTRY LdrEntry = CONTAINING_RECORD(Next, LDR_DATA_TABLE_ENTRY, InLoadOrderLinks);
        Rva = (ULONG)((PCHAR)Handler - (PCHAR)LdrEntry->DllBase);
        if (Rva >= LdrEntry->SizeOfImage)
            continue;
        if (RtlImageNtHeader(LdrEntry->DllBase)->OptionalHeader.DllCharacteristics & IMAGE_DLLCHARACTERISTICS_NO_SEH)
            return FALSE;
        Config = (PIMAGE_LOAD_CONFIG_DIRECTORY32)RtlImageDirectoryEntryToData(LdrEntry->DllBase, TRUE, IMAGE_DIRECTORY_ENTRY_LOAD_CONFIG, &Size);
        if (Config == NULL || Config->Size < sizeof(IMAGE_LOAD_CONFIG_DIRECTORY32) || Config->SEHandlerTable == 0)
            return TRUE;
        for (i = 0; i < Config->SEHandlerCount; i++) {
            if (((PULONG)Config->SEHandlerTable)[i] == Rva)
                return TRUE;
        }
        return FALSE;
    }
    return TRUE;
}

/* SEHOP: before any handler is called the whole chain must be sound and end in the record that every thread begins with. */
static BOOLEAN RtlpIsValidExceptionChain(VOID)
{
    PEXCEPTION_REGISTRATION_RECORD Frame;
    PEXCEPTION_REGISTRATION_RECORD Last = NULL;
    ULONG Flags;

    if (!NT_SUCCESS(NtQueryInformationProcess(NtCurrentProcess(), ProcessExecuteFlags, &Flags, sizeof(Flags), NULL)))
        return TRUE;
    if (Flags & MEM_EXECUTE_OPTION_DISABLE_EXCEPTION_CHAIN_VALIDATION)
        return TRUE;
    for (Frame = RtlpGetRegistrationHead(); Frame != END_OF_CHAIN; Frame = Frame->Next) {
        if (Frame <= Last || !RtlpIsValidFrame(Frame))
            return FALSE;
        Last = Frame;
    }
    return Last != NULL && Last->Handler == FinalExceptionHandler;
}

/* Raises a non-continuable exception that says what a handler did wrong; its ExceptionRecord leads to the first one. */
static VOID RtlpRaiseDispatchError(NTSTATUS Status, PEXCEPTION_RECORD Original)
{
    EXCEPTION_RECORD Record;

    RtlZeroMemory(&Record, sizeof(Record));
    Record.ExceptionCode = Status;
    Record.ExceptionFlags = EXCEPTION_NONCONTINUABLE;
    Record.ExceptionRecord = Original;
    RtlRaiseException(&Record);
}

/* The search pass. TRUE: somebody has repaired the cause, go on at ContextRecord. FALSE: nobody wants it. */
BOOLEAN NTAPI RtlDispatchException(PEXCEPTION_RECORD ExceptionRecord, PCONTEXT ContextRecord)
{
    PEXCEPTION_REGISTRATION_RECORD Frame;
    PEXCEPTION_REGISTRATION_RECORD NestedFrame = NULL;
    PEXCEPTION_REGISTRATION_RECORD DispatcherContext = NULL;
    EXCEPTION_DISPOSITION Disposition;

    if (RtlpCallVectoredHandlers(ExceptionRecord, ContextRecord, FALSE)) {
        RtlpCallVectoredHandlers(ExceptionRecord, ContextRecord, TRUE);
        return TRUE;
    }
    if (!RtlpIsValidExceptionChain()) {
        ExceptionRecord->ExceptionFlags |= EXCEPTION_STACK_INVALID;
        return FALSE;
    }
    for (Frame = RtlpGetRegistrationHead(); Frame != END_OF_CHAIN; Frame = Frame->Next) {
        if (!RtlpIsValidFrame(Frame) || !RtlIsValidHandler(Frame->Handler)) {
            ExceptionRecord->ExceptionFlags |= EXCEPTION_STACK_INVALID;
            return FALSE;
        }
        Disposition = RtlpExecuteHandlerForException(ExceptionRecord, Frame, ContextRecord, &DispatcherContext);
        if (Frame == NestedFrame) {
            /* The frame whose handler had raised this exception is behind us. */
            NestedFrame = NULL;
            ExceptionRecord->ExceptionFlags &= ~EXCEPTION_NESTED_CALL;
        }
        switch (Disposition) {
        case ExceptionContinueExecution:
            if (ExceptionRecord->ExceptionFlags & EXCEPTION_NONCONTINUABLE)
                RtlpRaiseDispatchError(STATUS_NONCONTINUABLE_EXCEPTION, ExceptionRecord);
            RtlpCallVectoredHandlers(ExceptionRecord, ContextRecord, TRUE);
            return TRUE;
        case ExceptionContinueSearch:
            if (ExceptionRecord->ExceptionFlags & EXCEPTION_STACK_INVALID)
                return FALSE;
            break;
        case ExceptionNestedException:
            ExceptionRecord->ExceptionFlags |= EXCEPTION_NESTED_CALL;
            if (DispatcherContext > NestedFrame)
                NestedFrame = DispatcherContext;
            break;
        default:
            RtlpRaiseDispatchError(STATUS_INVALID_DISPOSITION, ExceptionRecord);
            return FALSE;
        }
    }
    return FALSE;
}

/* NtContinue or NtRaiseException came back: they could not do what was asked. */
VOID NTAPI RtlpDispatchFailed(PEXCEPTION_RECORD Original, NTSTATUS Status)
{
    RtlpRaiseDispatchError(Status, Original);
}

/* Not called by anybody: the kernel starts the thread here with [esp] = record, [esp+4] = context. */
__declspec(dllexport) __declspec(naked) VOID NTAPI KiUserExceptionDispatcher(PEXCEPTION_RECORD ExceptionRecord, PCONTEXT ContextRecord)
{
    __asm {
        cld
        mov ecx, dword ptr [esp+4]
        mov ebx, dword ptr [esp]
        push ecx
        push ebx
        call RtlDispatchException
        or al, al
        je SecondChance
        pop ebx
        pop ecx
        push 0
        push ecx
        call NtContinue
        jmp Failed
    SecondChance:
        pop ebx
        pop ecx
        push 0
        push ecx
        push ebx
        call NtRaiseException
    Failed:
        push eax
        push ebx
        call RtlpDispatchFailed
        int 3
    }
}

/* Saves the registers of the caller of the function that calls this one: that function must have an EBP frame. */
__declspec(naked) VOID NTAPI RtlCaptureContext(PCONTEXT ContextRecord)
{
    __asm {
        push ebx
        mov ebx, dword ptr [esp+8]
        mov dword ptr [ebx+0B0h], eax
        mov dword ptr [ebx+0ACh], ecx
        mov dword ptr [ebx+0A8h], edx
        mov eax, dword ptr [esp]
        mov dword ptr [ebx+0A4h], eax
        mov dword ptr [ebx+0A0h], esi
        mov dword ptr [ebx+9Ch], edi
        mov dword ptr [ebx], 10007h
        mov dword ptr [ebx+0BCh], 1Bh
        mov dword ptr [ebx+98h], 23h
        mov dword ptr [ebx+94h], 23h
        mov dword ptr [ebx+90h], 3Bh
        mov dword ptr [ebx+8Ch], 0
        mov dword ptr [ebx+0C8h], 23h
        pushfd
        pop dword ptr [ebx+0C0h]
        mov eax, dword ptr [ebp+4]
        mov dword ptr [ebx+0B8h], eax
        mov eax, dword ptr [ebp]
        mov dword ptr [ebx+0B4h], eax
        lea eax, [ebp+8]
        mov dword ptr [ebx+0C4h], eax
        pop ebx
        ret 4
    }
}

/* Raises the exception as if the caller's call were the faulting instruction. It goes through the kernel, so that a debugger is asked first. */
VOID NTAPI RtlRaiseException(PEXCEPTION_RECORD ExceptionRecord)
{
    CONTEXT Context;
    NTSTATUS Status;

    RtlCaptureContext(&Context);
    ExceptionRecord->ExceptionAddress = (PVOID)Context.Eip;
    /* The captured stack pointer still has our argument on it. */
    Context.Esp += sizeof(PEXCEPTION_RECORD);
    if (ExceptionRecord->ExceptionCode == STATUS_BREAKPOINT)
        Context.Eip--;
    Status = NtRaiseException(ExceptionRecord, &Context, TRUE);
    RtlRaiseStatus(Status);
}

/* A system call comes back here instead of returning when its failure is to be an exception; then it returns. */
__declspec(dllexport) NTSTATUS NTAPI KiRaiseUserExceptionDispatcher(VOID)
{
    EXCEPTION_RECORD Record;

    RtlZeroMemory(&Record, sizeof(Record));
    Record.ExceptionCode = NtCurrentTeb()->ExceptionCode;
    RtlRaiseException(&Record);
    return Record.ExceptionCode;
}

/* Raises a non-continuable exception with no parameters. */
VOID NTAPI RtlRaiseStatus(NTSTATUS Status)
{
    CONTEXT Context;
    EXCEPTION_RECORD Record;

    RtlCaptureContext(&Context);
    RtlZeroMemory(&Record, sizeof(Record));
    Record.ExceptionCode = Status;
    Record.ExceptionFlags = EXCEPTION_NONCONTINUABLE;
    Record.ExceptionAddress = (PVOID)Context.Eip;
    Context.Esp += sizeof(NTSTATUS);
    NtRaiseException(&Record, &Context, TRUE);
    NtTerminateProcess(NtCurrentProcess(), Status);
}

/* A fault in the chain during the unwind. */
static VOID RtlpRaiseUnwindError(NTSTATUS Status, PEXCEPTION_RECORD Original)
{
    RtlpRaiseDispatchError(Status, Original);
}

/*
 * The unwind pass: calls the handlers of all records inside TargetFrame with EXCEPTION_UNWINDING, unlinks each, and returns
 * to the caller with ReturnValue in EAX. TargetFrame NULL unwinds everything (exit unwind); TargetIp is not used on x86.
 */
VOID NTAPI RtlUnwind(PVOID TargetFrame, PVOID TargetIp, PEXCEPTION_RECORD ExceptionRecord, PVOID ReturnValue)
{
    CONTEXT Context;
    EXCEPTION_RECORD OwnRecord;
    PEXCEPTION_REGISTRATION_RECORD Frame;
    PEXCEPTION_REGISTRATION_RECORD DispatcherContext = NULL;
    EXCEPTION_DISPOSITION Disposition;

    /* First of all: the caller's registers are still untouched. */
    RtlCaptureContext(&Context);
    Context.Esp += 4 * sizeof(PVOID);
    Context.Eax = (DWORD)ReturnValue;
    if (ExceptionRecord == NULL) {
        RtlZeroMemory(&OwnRecord, sizeof(OwnRecord));
        OwnRecord.ExceptionCode = STATUS_UNWIND;
        OwnRecord.ExceptionAddress = (PVOID)Context.Eip;
        ExceptionRecord = &OwnRecord;
    }
    ExceptionRecord->ExceptionFlags |= TargetFrame != NULL ? EXCEPTION_UNWINDING : EXCEPTION_UNWIND;

    Frame = RtlpGetRegistrationHead();
    while (Frame != END_OF_CHAIN && Frame != TargetFrame) {
        if (TargetFrame != NULL && (ULONG_PTR)TargetFrame < (ULONG_PTR)Frame)
            RtlpRaiseUnwindError(STATUS_INVALID_UNWIND_TARGET, ExceptionRecord);
        if (!RtlpIsValidFrame(Frame))
            RtlpRaiseUnwindError(STATUS_BAD_STACK, ExceptionRecord);
        Disposition = RtlpExecuteHandlerForUnwind(ExceptionRecord, Frame, &Context, &DispatcherContext);
        if (Disposition == ExceptionCollidedUnwind) {
            Frame = DispatcherContext;
            if (Frame == TargetFrame) {
                __writefsdword(0, (DWORD)Frame);
                break;
            }
        } else if (Disposition != ExceptionContinueSearch)
            RtlpRaiseUnwindError(STATUS_INVALID_DISPOSITION, ExceptionRecord);
        Frame = Frame->Next;
        __writefsdword(0, (DWORD)Frame);
    }
    if (Frame == TargetFrame || TargetFrame == NULL)
        NtContinue(&Context, FALSE);
    else
        NtRaiseException(ExceptionRecord, &Context, FALSE);
}

/* Where the kernel delivers a user APC: [esp] = routine, its three arguments, then the context to go back to. */
__declspec(dllexport) __declspec(naked) VOID NTAPI KiUserApcDispatcher(VOID)
{
    __asm {
        lea edi, [esp+10h]
        pop eax
        call eax
        push 1
        push edi
        call NtContinue
        int 3
    }
}
