/* What ntdll's own files share and nobody else sees. */
#ifndef _NTDLLP_
#define _NTDLLP_

#include <ntldr.h>
#include <ntioapi.h>
#include <ntservices.h>
#include <ntheap.h>

/* ---- loader ---- */

#ifndef STATUS_APP_INIT_FAILURE
#define STATUS_APP_INIT_FAILURE ((NTSTATUS)0xC0000145L)
#endif

extern PEB_LDR_DATA PebLdr;
extern RTL_CRITICAL_SECTION LdrpLoaderLock;
extern RTL_CRITICAL_SECTION FastPebLock;
extern PLDR_DATA_TABLE_ENTRY LdrpImageEntry;
extern PLDR_DATA_TABLE_ENTRY LdrpNtDllDataTableEntry;
extern BOOLEAN LdrpLdrDatabaseIsSetup;
extern BOOLEAN LdrpProcessInitialized;
extern BOOLEAN LdrpShutdownInProgress;

/* ldrmap.c */
NTSTATUS NTAPI LdrpMapDll(PCUNICODE_STRING DllName, PLDR_DATA_TABLE_ENTRY *DataTableEntry);
PLDR_DATA_TABLE_ENTRY NTAPI LdrpAllocateDataTableEntry(PVOID DllBase);
VOID NTAPI LdrpInsertMemoryTableEntry(PLDR_DATA_TABLE_ENTRY LdrEntry);
VOID NTAPI LdrpSetFullDllName(PLDR_DATA_TABLE_ENTRY LdrEntry, PUNICODE_STRING FullDllName);
PLDR_DATA_TABLE_ENTRY NTAPI LdrpCheckForLoadedDll(PCUNICODE_STRING DllName);
PLDR_DATA_TABLE_ENTRY NTAPI LdrpCheckForLoadedDllHandle(PVOID DllHandle);
VOID NTAPI LdrpUnmapDll(PLDR_DATA_TABLE_ENTRY LdrEntry);
VOID NTAPI LdrpSystemPath(PWSTR Path, PCWSTR Name);

/* ldrrel.c */
NTSTATUS NTAPI LdrRelocateImage(PVOID DllBase, LONG_PTR Delta);

/* ldrsnap.c */
NTSTATUS NTAPI LdrpWalkImportDescriptor(PLDR_DATA_TABLE_ENTRY LdrEntry);
NTSTATUS NTAPI LdrpLoadImportModule(PCSZ ImportName, PLDR_DATA_TABLE_ENTRY *DataTableEntry);
NTSTATUS NTAPI LdrpGetProcedureAddress(PVOID DllBase, PCSZ Name, ULONG Ordinal, PVOID *Address);
NTSTATUS NTAPI LdrpLoadDll(PCUNICODE_STRING DllName, PLDR_DATA_TABLE_ENTRY *DataTableEntry);
NTSTATUS NTAPI LdrpSearchLoadedImport(PCSZ ImportName, PLDR_DATA_TABLE_ENTRY *DataTableEntry);

/* ldrapi.c */
VOID NTAPI LdrpPinModule(PLDR_DATA_TABLE_ENTRY LdrEntry);

/* ldrtls.c */
EXCEPTION_DISPOSITION __cdecl FinalExceptionHandler(
    PEXCEPTION_RECORD ExceptionRecord, PVOID EstablisherFrame, PCONTEXT ContextRecord, PVOID DispatcherContext);
NTSTATUS NTAPI LdrpInitializeTls(VOID);
NTSTATUS NTAPI LdrpAllocateTls(VOID);
VOID NTAPI LdrpFreeTls(VOID);
NTSTATUS NTAPI LdrpHandleTlsData(PLDR_DATA_TABLE_ENTRY LdrEntry);
VOID NTAPI LdrpReleaseTlsEntry(PLDR_DATA_TABLE_ENTRY LdrEntry);
VOID NTAPI LdrpCallTlsInitializers(ULONG Reason, PLDR_DATA_TABLE_ENTRY LdrEntry);

/* ldrinit.c */
NTSTATUS NTAPI LdrpRunInitializeRoutines(PCONTEXT Context);
BOOLEAN NTAPI LdrpCallInitRoutine(PDLL_INIT_ROUTINE EntryPoint, PVOID BaseAddress, ULONG Reason, PCONTEXT Context);

/* ---- the rest ---- */

VOID NTAPI RtlpInitializeFls(PPEB Peb);
VOID NTAPI RtlpInitializeVectoredHandlers(VOID);
VOID NTAPI RtlpInitializeCriticalSectionLists(VOID);
VOID NTAPI RtlpInitializeEncodedPointers(VOID);
BOOLEAN NTAPI RtlpCallVectoredHandlers(PEXCEPTION_RECORD ExceptionRecord, PCONTEXT ContextRecord, BOOLEAN Continue);
LONG NTAPI RtlpCallUnhandledExceptionFilter(EXCEPTION_POINTERS *ExceptionInfo);
PEXCEPTION_REGISTRATION_RECORD NTAPI RtlpGetRegistrationHead(VOID);

typedef VOID (NTAPI *PBASE_THREAD_INIT_THUNK)(ULONG Unknown, PTHREAD_START_ROUTINE StartAddress, PVOID Parameter);
extern PBASE_THREAD_INIT_THUNK Kernel32ThreadInitThunkFunction;

SIZE_T __cdecl RtlpStringLength(PCSZ String);
SIZE_T __cdecl RtlpWideStringLength(PCWSTR String);

#endif
