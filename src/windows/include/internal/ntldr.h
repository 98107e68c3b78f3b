/* The image loader, exported by ntdll. */
#ifndef _NTLDR_
#define _NTLDR_

#include <ntrtl.h>

#define LDRP_IMAGE_DLL 0x00000004
#define LDRP_LOAD_IN_PROGRESS 0x00001000
#define LDRP_UNLOAD_IN_PROGRESS 0x00002000
#define LDRP_ENTRY_PROCESSED 0x00004000
#define LDRP_ENTRY_INSERTED 0x00008000
#define LDRP_DONT_CALL_FOR_THREADS 0x00040000
#define LDRP_PROCESS_ATTACH_CALLED 0x00080000
#define LDRP_IMAGE_NOT_AT_BASE 0x00200000

/* A LoadCount of FFFF is never counted down: the module stays until the process ends. */
#define LDR_PINNED 0xFFFF

typedef BOOLEAN (NTAPI *PDLL_INIT_ROUTINE)(PVOID DllHandle, ULONG Reason, PCONTEXT Context);

NTSYSAPI VOID NTAPI LdrInitializeThunk(PCONTEXT NormalContext, PVOID SystemArgument1, PVOID SystemArgument2);
NTSYSAPI NTSTATUS NTAPI LdrLoadDll(PWSTR DllPath, PULONG DllCharacteristics, PCUNICODE_STRING DllName, PVOID *DllHandle);
NTSYSAPI NTSTATUS NTAPI LdrUnloadDll(PVOID DllHandle);
NTSYSAPI NTSTATUS NTAPI LdrGetDllHandle(PWSTR DllPath, PULONG DllCharacteristics, PCUNICODE_STRING DllName, PVOID *DllHandle);
NTSYSAPI NTSTATUS NTAPI LdrGetProcedureAddress(
    PVOID DllHandle, PCANSI_STRING ProcedureName, ULONG ProcedureNumber, PVOID *ProcedureAddress);
NTSYSAPI NTSTATUS NTAPI LdrAddRefDll(ULONG Flags, PVOID DllHandle);
NTSYSAPI NTSTATUS NTAPI LdrDisableThreadCalloutsForDll(PVOID DllHandle);
NTSYSAPI NTSTATUS NTAPI LdrFindEntryForAddress(PVOID Address, PLDR_DATA_TABLE_ENTRY *Entry);
NTSYSAPI VOID NTAPI LdrShutdownProcess(VOID);
NTSYSAPI VOID NTAPI LdrShutdownThread(VOID);

#endif
