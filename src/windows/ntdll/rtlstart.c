/*
 * How a thread's own code begins and ends.
 *
 * NtContinue loads the thread's first context: EIP = RtlUserThreadStart, EAX = start routine, EBX = its parameter. On the
 * stack of every thread, below all its frames, lie _RtlUserThreadStart with the last record of the exception chain and
 * __RtlUserThreadStart with the handler that decides what becomes of an exception that nobody took.
 */
#include "ntdllp.h"

static PVOID RtlpUnhandledExceptionFilter;

/* kernel32 names its UnhandledExceptionFilter here. */
VOID NTAPI RtlSetUnhandledExceptionFilter(PRTLP_UNHANDLED_EXCEPTION_FILTER UnhandledExceptionFilter)
{
    RtlpUnhandledExceptionFilter = RtlEncodePointer((PVOID)UnhandledExceptionFilter);
}

LONG NTAPI RtlpCallUnhandledExceptionFilter(EXCEPTION_POINTERS *ExceptionInfo)
{
    PRTLP_UNHANDLED_EXCEPTION_FILTER Filter;

    if (RtlpUnhandledExceptionFilter == NULL)
        return 0;
    Filter = (PRTLP_UNHANDLED_EXCEPTION_FILTER)RtlDecodePointer(RtlpUnhandledExceptionFilter);
    return Filter(ExceptionInfo);
}

/* The end of the chain, where a walk over it can see that it came to the right end. Takes nothing. */
EXCEPTION_DISPOSITION __cdecl FinalExceptionHandler(
    PEXCEPTION_RECORD ExceptionRecord, PVOID EstablisherFrame, PCONTEXT ContextRecord, PVOID DispatcherContext)
{
    return ExceptionContinueSearch;
}

/* Has the handler that is asked last of all: kernel32's UnhandledExceptionFilter decides, and who is not saved ends here. */
VOID NTAPI __RtlUserThreadStart(PTHREAD_START_ROUTINE StartAddress, PVOID Parameter)
{
    __try {
        if (Kernel32ThreadInitThunkFunction != NULL)
            Kernel32ThreadInitThunkFunction(0, StartAddress, Parameter);
        else
            RtlExitUserThread(StartAddress(Parameter));
    } __except (RtlpCallUnhandledExceptionFilter(GetExceptionInformation())) {
        NtTerminateProcess(NtCurrentProcess(), GetExceptionCode());
    }
}

static VOID NTAPI RtlInitializeExceptionChain(PEXCEPTION_REGISTRATION_RECORD Record)
{
    Record->Next = (PEXCEPTION_REGISTRATION_RECORD)-1;
    Record->Handler = FinalExceptionHandler;
    __writefsdword(0, (DWORD)Record);
}

VOID NTAPI _RtlUserThreadStart(PTHREAD_START_ROUTINE StartAddress, PVOID Parameter)
{
    EXCEPTION_REGISTRATION_RECORD FinalRecord;

    RtlInitializeExceptionChain(&FinalRecord);
    __RtlUserThreadStart(StartAddress, Parameter);
}

/* Turns the registers of the first context into arguments. There is no return address: nobody called. */
__declspec(dllexport) __declspec(naked) VOID NTAPI RtlUserThreadStart(PTHREAD_START_ROUTINE StartAddress, PVOID Parameter)
{
    __asm {
        mov dword ptr [esp+4], eax
        mov dword ptr [esp+8], ebx
        jmp _RtlUserThreadStart
    }
}

/* What QueueUserAPC queues: the program's function has one argument. */
VOID NTAPI RtlDispatchAPC(PRTL_APC_ROUTINE Routine, ULONG_PTR Data, PVOID ActivationContext)
{
    Routine(Data);
}

VOID NTAPI RtlExitUserThread(NTSTATUS ExitStatus)
{
    ULONG IsLast = FALSE;

    /* The end of the last thread is the end of the process, with all that belongs to it. */
    NtQueryInformationThread(NtCurrentThread(), ThreadAmILastThread, &IsLast, sizeof(IsLast), NULL);
    if (IsLast)
        RtlExitUserProcess(ExitStatus);
    LdrShutdownThread();
    NtTerminateThread(NtCurrentThread(), ExitStatus);
}

/* Ends the other threads where they stand, tells the DLLs, and ends the process. */
VOID NTAPI RtlExitUserProcess(NTSTATUS ExitStatus)
{
    RtlEnterCriticalSection(&LdrpLoaderLock);
    NtTerminateProcess(NULL, ExitStatus);
    LdrShutdownProcess();
    NtTerminateProcess(NtCurrentProcess(), ExitStatus);
}
