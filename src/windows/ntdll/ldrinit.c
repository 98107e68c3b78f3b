/*
 * The first code of a process and of each thread in user mode: LdrInitializeThunk.
 *
 * For the first thread LdrpInitializeProcess makes the process what it is: locks, heap, list of modules, imports of the
 * EXE bound, static TLS, DllMain of each DLL in initialisation order. Then NtContinue loads the context in which the
 * thread begins at RtlUserThreadStart.
 *
 * What must hold: whoever changes the module lists owns LdrpLoaderLock; DllMain and TLS callbacks run under it.
 */
#include "ntdllp.h"

PEB_LDR_DATA PebLdr;
RTL_CRITICAL_SECTION LdrpLoaderLock;
RTL_CRITICAL_SECTION FastPebLock;
PLDR_DATA_TABLE_ENTRY LdrpImageEntry;
PLDR_DATA_TABLE_ENTRY LdrpNtDllDataTableEntry;
BOOLEAN LdrpLdrDatabaseIsSetup;
BOOLEAN LdrpShutdownInProgress;
PBASE_THREAD_INIT_THUNK Kernel32ThreadInitThunkFunction;

BOOLEAN LdrpProcessInitialized;
static RTL_BITMAP TlsBitMap;
static RTL_BITMAP TlsExpansionBitMap;

/* Calls a DLL's entry point, and survives one that was compiled with another calling convention. */
__declspec(naked) BOOLEAN NTAPI LdrpCallInitRoutine(PDLL_INIT_ROUTINE EntryPoint, PVOID BaseAddress, ULONG Reason, PCONTEXT Context)
{
    __asm {
        push ebp
        mov ebp, esp
        push esi
        push edi
        push ebx
        mov esi, esp
        push dword ptr [ebp+14h]
        push dword ptr [ebp+10h]
        push dword ptr [ebp+0Ch]
        call dword ptr [ebp+8]
        mov esp, esi
        pop ebx
        pop edi
        pop esi
        pop ebp
        ret 10h
    }
}

/* Says which DLL would not start. Only while the process starts: later the caller of LoadLibrary gets an error code. */
static VOID LdrpReportFailedInit(PLDR_DATA_TABLE_ENTRY LdrEntry)
{
    ULONG_PTR Parameters[1];
    ULONG Response;

    Parameters[0] = (ULONG_PTR)&LdrEntry->BaseDllName;
    NtRaiseHardError(STATUS_DLL_INIT_FAILED, 1, 1, Parameters, OptionOk, &Response);
}

/* The first module, in initialisation order, that has not been initialised; NULL when all have. */
static PLDR_DATA_TABLE_ENTRY LdrpNextToInitialize(VOID)
{
    PLIST_ENTRY Next;

    for (Next = PebLdr.InInitializationOrderModuleList.Flink; Next != &PebLdr.InInitializationOrderModuleList; Next = Next->Flink) {
        PLDR_DATA_TABLE_ENTRY LdrEntry = CONTAINING_RECORD(Next, LDR_DATA_TABLE_ENTRY, InInitializationOrderLinks);
        if (!(LdrEntry->Flags & LDRP_ENTRY_PROCESSED))
            return LdrEntry;
    }
    return NULL;
}

/*
 * Runs TLS callbacks and DllMain(DLL_PROCESS_ATTACH) of all modules mapped since the last time, dependencies first. The list
 * is searched anew each time, because a DllMain may load and free libraries itself.
 */
NTSTATUS NTAPI LdrpRunInitializeRoutines(PCONTEXT Context)
{
    PLDR_DATA_TABLE_ENTRY LdrEntry;
    BOOLEAN Initialized;

    while ((LdrEntry = LdrpNextToInitialize()) != NULL) {
        LdrEntry->Flags |= LDRP_ENTRY_PROCESSED;
        LdrpCallTlsInitializers(DLL_PROCESS_ATTACH, LdrEntry);
        if (LdrEntry->EntryPoint == NULL)
            continue;
        PebLdr.EntryInProgress = LdrEntry;
        Initialized = LdrpCallInitRoutine((PDLL_INIT_ROUTINE)LdrEntry->EntryPoint, LdrEntry->DllBase, DLL_PROCESS_ATTACH, Context);
        PebLdr.EntryInProgress = NULL;
        if (!Initialized) {
            if (Context != NULL)
                LdrpReportFailedInit(LdrEntry);
            return STATUS_DLL_INIT_FAILED;
        }
        LdrEntry->Flags |= LDRP_PROCESS_ATTACH_CALLED;
    }
    /* The EXE has no DllMain, but it may have TLS callbacks; they come last, before its entry point. */
    if (Context != NULL)
        LdrpCallTlsInitializers(DLL_PROCESS_ATTACH, LdrpImageEntry);
    return STATUS_SUCCESS;
}

static VOID LdrpInitializeLocksAndBitmaps(PPEB Peb)
{
    RtlpInitializeCriticalSectionLists();
    RtlInitializeCriticalSection(&LdrpLoaderLock);
    RtlInitializeCriticalSection(&FastPebLock);
    Peb->LoaderLock = &LdrpLoaderLock;
    Peb->FastPebLock = &FastPebLock;

    /* Index 0 of each kind of slot is never given out. */
    RtlInitializeBitMap(&TlsBitMap, Peb->TlsBitmapBits, 64);
    RtlInitializeBitMap(&TlsExpansionBitMap, Peb->TlsExpansionBitmapBits, 1024);
    RtlSetBits(&TlsBitMap, 0, 1);
    RtlSetBits(&TlsExpansionBitMap, 0, 1);
    Peb->TlsBitmap = &TlsBitMap;
    Peb->TlsExpansionBitmap = &TlsExpansionBitMap;
    RtlpInitializeFls(Peb);
    RtlpInitializeVectoredHandlers();
    RtlpInitializeEncodedPointers();
}

/* The heap that GetProcessHeap answers, as large as the EXE's header asks for. */
static NTSTATUS LdrpInitializeProcessHeap(PPEB Peb, PIMAGE_NT_HEADERS NtHeaders)
{
    Peb->ProcessHeap = RtlCreateHeap(HEAP_GROWABLE, NULL, NtHeaders->OptionalHeader.SizeOfHeapReserve,
        NtHeaders->OptionalHeader.SizeOfHeapCommit, NULL, NULL);
    return Peb->ProcessHeap == NULL ? STATUS_NO_MEMORY : STATUS_SUCCESS;
}

/* The two modules that the kernel has mapped: the EXE, then ntdll. */
static NTSTATUS LdrpInitializeModuleLists(PPEB Peb, PVOID NtDllBase)
{
    WCHAR Path[MAX_PATH];
    UNICODE_STRING Name;

    PebLdr.Length = sizeof(PEB_LDR_DATA);
    PebLdr.Initialized = TRUE;
    InitializeListHead(&PebLdr.InLoadOrderModuleList);
    InitializeListHead(&PebLdr.InMemoryOrderModuleList);
    InitializeListHead(&PebLdr.InInitializationOrderModuleList);
    Peb->Ldr = &PebLdr;

    LdrpImageEntry = LdrpAllocateDataTableEntry(Peb->ImageBaseAddress);
    LdrpNtDllDataTableEntry = LdrpAllocateDataTableEntry(NtDllBase);
    if (LdrpImageEntry == NULL || LdrpNtDllDataTableEntry == NULL)
        return STATUS_NO_MEMORY;

    LdrpSetFullDllName(LdrpImageEntry, &Peb->ProcessParameters->ImagePathName);
    LdrpImageEntry->LoadCount = LDR_PINNED;
    LdrpImageEntry->Flags |= LDRP_ENTRY_PROCESSED;
    LdrpInsertMemoryTableEntry(LdrpImageEntry);

    LdrpSystemPath(Path, L"ntdll.dll");
    RtlInitUnicodeString(&Name, Path);
    LdrpSetFullDllName(LdrpNtDllDataTableEntry, &Name);
    LdrpNtDllDataTableEntry->LoadCount = LDR_PINNED;
    LdrpNtDllDataTableEntry->EntryPoint = NULL;
    LdrpNtDllDataTableEntry->Flags |= LDRP_IMAGE_DLL | LDRP_ENTRY_PROCESSED;
    LdrpInsertMemoryTableEntry(LdrpNtDllDataTableEntry);
    InsertHeadList(&PebLdr.InInitializationOrderModuleList, &LdrpNtDllDataTableEntry->InInitializationOrderLinks);
    LdrpLdrDatabaseIsSetup = TRUE;
    return STATUS_SUCCESS;
}

/* kernel32 is in every process: threads start through its BaseThreadInitThunk. */
static NTSTATUS LdrpLoadKernel32(VOID)
{
    PLDR_DATA_TABLE_ENTRY Kernel32;
    NTSTATUS Status = LdrpLoadImportModule("kernel32.dll", &Kernel32);

    if (!NT_SUCCESS(Status))
        return Status;
    return LdrpGetProcedureAddress(Kernel32->DllBase, "BaseThreadInitThunk", 0, (PVOID *)&Kernel32ThreadInitThunkFunction);
}

static VOID LdrpPinStaticModules(VOID)
{
    PLIST_ENTRY Next;

    for (Next = PebLdr.InLoadOrderModuleList.Flink; Next != &PebLdr.InLoadOrderModuleList; Next = Next->Flink)
        CONTAINING_RECORD(Next, LDR_DATA_TABLE_ENTRY, InLoadOrderLinks)->LoadCount = LDR_PINNED;
}

static NTSTATUS LdrpInitializeProcess(PCONTEXT Context, PVOID NtDllBase)
{
    PPEB Peb = NtCurrentPeb();
    PIMAGE_NT_HEADERS NtHeaders = RtlImageNtHeader(Peb->ImageBaseAddress);
    NTSTATUS Status;

    if (NtHeaders == NULL)
        return STATUS_INVALID_IMAGE_FORMAT;
    LdrpInitializeLocksAndBitmaps(Peb);
    Status = LdrpInitializeProcessHeap(Peb, NtHeaders);
    if (!NT_SUCCESS(Status))
        return Status;
    RtlEnterCriticalSection(&LdrpLoaderLock);
    Status = LdrpInitializeModuleLists(Peb, NtDllBase);
    if (NT_SUCCESS(Status) && (ULONG_PTR)Peb->ImageBaseAddress != NtHeaders->OptionalHeader.ImageBase)
        Status = LdrRelocateImage(Peb->ImageBaseAddress, (LONG_PTR)Peb->ImageBaseAddress - NtHeaders->OptionalHeader.ImageBase);
    if (NT_SUCCESS(Status))
        Status = LdrpLoadKernel32();
    if (NT_SUCCESS(Status))
        Status = LdrpWalkImportDescriptor(LdrpImageEntry);
    if (NT_SUCCESS(Status)) {
        LdrpPinStaticModules();
        Status = LdrpInitializeTls();
    }
    if (NT_SUCCESS(Status)) {
        /* Here a debugger that started the process takes over for the first time: all static imports are mapped, none has run. */
        if (Peb->BeingDebugged)
            DbgBreakPoint();
        Status = LdrpRunInitializeRoutines(Context);
    }
    LdrpProcessInitialized = TRUE;
    RtlLeaveCriticalSection(&LdrpLoaderLock);
    return Status;
}

/* TLS callbacks and DllMain for a thread that begins; the EXE's callbacks come last. */
static VOID LdrpInitializeThread(PCONTEXT Context)
{
    PLIST_ENTRY Head = &PebLdr.InInitializationOrderModuleList;
    PLIST_ENTRY Next;
    PLDR_DATA_TABLE_ENTRY LdrEntry;

    RtlEnterCriticalSection(&LdrpLoaderLock);
    LdrpAllocateTls();
    for (Next = Head->Flink; Next != Head; Next = Next->Flink) {
        LdrEntry = CONTAINING_RECORD(Next, LDR_DATA_TABLE_ENTRY, InInitializationOrderLinks);
        if (!(LdrEntry->Flags & LDRP_PROCESS_ATTACH_CALLED))
            continue;
        LdrpCallTlsInitializers(DLL_THREAD_ATTACH, LdrEntry);
        if (!(LdrEntry->Flags & LDRP_DONT_CALL_FOR_THREADS))
            LdrpCallInitRoutine((PDLL_INIT_ROUTINE)LdrEntry->EntryPoint, LdrEntry->DllBase, DLL_THREAD_ATTACH, NULL);
    }
    LdrpCallTlsInitializers(DLL_THREAD_ATTACH, LdrpImageEntry);
    RtlLeaveCriticalSection(&LdrpLoaderLock);
}

/* Says why the process cannot start, unless a message about the missing thing was shown already, and ends it. */
static VOID LdrpInitializationFailure(NTSTATUS Status)
{
    ULONG_PTR Parameter = (ULONG_PTR)Status;
    ULONG Response;

    if (Status != STATUS_DLL_NOT_FOUND && Status != STATUS_ENTRYPOINT_NOT_FOUND && Status != STATUS_ORDINAL_NOT_FOUND &&
        Status != STATUS_DLL_INIT_FAILED)
        NtRaiseHardError(STATUS_APP_INIT_FAILURE, 1, 0, &Parameter, OptionOk, &Response);
    NtTerminateProcess(NtCurrentProcess(), Status);
}

static VOID LdrpInitialize(PCONTEXT Context, PVOID NtDllBase)
{
    NTSTATUS Status;

    if (LdrpProcessInitialized) {
        LdrpInitializeThread(Context);
        return;
    }
    NtCurrentTeb()->InitialThread = 1;
    NtCurrentTeb()->RanProcessInit = 1;
    __try {
        Status = LdrpInitializeProcess(Context, NtDllBase);
    } __except (EXCEPTION_EXECUTE_HANDLER) {
        Status = GetExceptionCode();
    }
    if (!NT_SUCCESS(Status))
        LdrpInitializationFailure(Status);
}

/* Where the kernel lets each new thread begin. The context is the one in which the thread's own code is to start. */
VOID NTAPI LdrInitializeThunk(PCONTEXT NormalContext, PVOID SystemArgument1, PVOID SystemArgument2)
{
    LdrpInitialize(NormalContext, SystemArgument1);
    NtContinue(NormalContext, TRUE);
    RtlRaiseStatus(STATUS_UNSUCCESSFUL);
}

/* Tells all modules, last initialised first, that the process ends. Memory is not given back: the kernel does that at once. */
VOID NTAPI LdrShutdownProcess(VOID)
{
    PLIST_ENTRY Head = &PebLdr.InInitializationOrderModuleList;
    PLIST_ENTRY Next;
    PLDR_DATA_TABLE_ENTRY LdrEntry;

    if (LdrpShutdownInProgress)
        return;
    LdrpShutdownInProgress = TRUE;
    PebLdr.ShutdownInProgress = TRUE;
    PebLdr.ShutdownThreadId = NtCurrentTeb()->ClientId.UniqueThread;
    RtlEnterCriticalSection(&LdrpLoaderLock);
    for (Next = Head->Blink; Next != Head; Next = Next->Blink) {
        LdrEntry = CONTAINING_RECORD(Next, LDR_DATA_TABLE_ENTRY, InInitializationOrderLinks);
        if (!(LdrEntry->Flags & LDRP_PROCESS_ATTACH_CALLED))
            continue;
        LdrpCallTlsInitializers(DLL_PROCESS_DETACH, LdrEntry);
        /* The third argument is not zero: this is the end of the process, not a FreeLibrary. */
        LdrpCallInitRoutine((PDLL_INIT_ROUTINE)LdrEntry->EntryPoint, LdrEntry->DllBase, DLL_PROCESS_DETACH, (PCONTEXT)1);
    }
    LdrpCallTlsInitializers(DLL_PROCESS_DETACH, LdrpImageEntry);
    RtlLeaveCriticalSection(&LdrpLoaderLock);
}

/* Tells all modules, last initialised first, that this thread ends, and frees its static TLS. */
VOID NTAPI LdrShutdownThread(VOID)
{
    PLIST_ENTRY Head = &PebLdr.InInitializationOrderModuleList;
    PLIST_ENTRY Next;
    PLDR_DATA_TABLE_ENTRY LdrEntry;
    PTEB Teb = NtCurrentTeb();

    RtlEnterCriticalSection(&LdrpLoaderLock);
    for (Next = Head->Blink; Next != Head; Next = Next->Blink) {
        LdrEntry = CONTAINING_RECORD(Next, LDR_DATA_TABLE_ENTRY, InInitializationOrderLinks);
        if (!(LdrEntry->Flags & LDRP_PROCESS_ATTACH_CALLED))
            continue;
        LdrpCallTlsInitializers(DLL_THREAD_DETACH, LdrEntry);
        if (!(LdrEntry->Flags & LDRP_DONT_CALL_FOR_THREADS))
            LdrpCallInitRoutine((PDLL_INIT_ROUTINE)LdrEntry->EntryPoint, LdrEntry->DllBase, DLL_THREAD_DETACH, NULL);
    }
    LdrpCallTlsInitializers(DLL_THREAD_DETACH, LdrpImageEntry);
    RtlProcessFlsData(Teb->FlsData);
    Teb->FlsData = NULL;
    LdrpFreeTls();
    if (Teb->TlsExpansionSlots != NULL) {
        RtlFreeHeap(NtCurrentPeb()->ProcessHeap, 0, Teb->TlsExpansionSlots);
        Teb->TlsExpansionSlots = NULL;
    }
    RtlLeaveCriticalSection(&LdrpLoaderLock);
}
