/*
 * The run-time library of NT, exported by ntdll: strings, memory, critical sections, exceptions, process and thread start
 * and end. What ntdll's own files and kernel32 include in place of windows.h.
 */
#ifndef _NTRTL_
#define _NTRTL_

#define WIN32_NO_STATUS
#include <stdarg.h>
#include <windef.h>

typedef LONG NTSTATUS, *PNTSTATUS;
#include <ntstatus.h>
#include <winerror.h>
#include <winbase.h>
#include <winnls.h>
#include <wincon.h>
#include <ntstructs.h>

typedef const UNICODE_STRING *PCUNICODE_STRING;
typedef STRING ANSI_STRING, *PANSI_STRING;
typedef const STRING *PCANSI_STRING;
typedef const char *PCSZ;

#define NT_SUCCESS(Status) (((NTSTATUS)(Status)) >= 0)
#define NT_ERROR(Status) ((((ULONG)(Status)) >> 30) == 3)
#define NtCurrentProcess() ((HANDLE)(LONG_PTR)-1)
#define NtCurrentThread() ((HANDLE)(LONG_PTR)-2)
#define NtCurrentPeb() (NtCurrentTeb()->ProcessEnvironmentBlock)
#define USER_SHARED_DATA ((KUSER_SHARED_DATA *)0x7FFE0000)
#define RTL_CONSTANT_STRING(s) {sizeof(s) - sizeof((s)[0]), sizeof(s), s}
#define UNICODE_NULL ((WCHAR)0)
#define PAGE_SIZE 0x1000
#define ROUND_UP(n, to) (((ULONG_PTR)(n) + ((to) - 1)) & ~((ULONG_PTR)(to) - 1))

/* ---- lists ---- */

#define InitializeListHead(Head) ((Head)->Flink = (Head)->Blink = (Head))
#define IsListEmpty(Head) ((Head)->Flink == (Head))
FORCEINLINE VOID InsertTailList(PLIST_ENTRY Head, PLIST_ENTRY Entry)
{
    Entry->Flink = Head;
    Entry->Blink = Head->Blink;
    Head->Blink->Flink = Entry;
    Head->Blink = Entry;
}
FORCEINLINE VOID InsertHeadList(PLIST_ENTRY Head, PLIST_ENTRY Entry)
{
    Entry->Flink = Head->Flink;
    Entry->Blink = Head;
    Head->Flink->Blink = Entry;
    Head->Flink = Entry;
}
FORCEINLINE VOID RemoveEntryList(PLIST_ENTRY Entry)
{
    Entry->Blink->Flink = Entry->Flink;
    Entry->Flink->Blink = Entry->Blink;
}

/* ---- memory ---- */

NTSYSAPI VOID NTAPI RtlMoveMemory(VOID *Destination, const VOID *Source, SIZE_T Length);
NTSYSAPI VOID NTAPI RtlFillMemory(VOID *Destination, SIZE_T Length, BYTE Fill);
NTSYSAPI VOID NTAPI RtlFillMemoryUlong(VOID *Destination, SIZE_T Length, ULONG Pattern);
NTSYSAPI VOID NTAPI RtlZeroMemory(VOID *Destination, SIZE_T Length);
NTSYSAPI SIZE_T NTAPI RtlCompareMemory(const VOID *Source1, const VOID *Source2, SIZE_T Length);
NTSYSAPI SIZE_T NTAPI RtlCompareMemoryUlong(PVOID Source, SIZE_T Length, ULONG Pattern);

/* ---- strings ---- */

NTSYSAPI VOID NTAPI RtlInitUnicodeString(PUNICODE_STRING DestinationString, PCWSTR SourceString);
NTSYSAPI NTSTATUS NTAPI RtlInitUnicodeStringEx(PUNICODE_STRING DestinationString, PCWSTR SourceString);
NTSYSAPI VOID NTAPI RtlInitAnsiString(PANSI_STRING DestinationString, PCSZ SourceString);
NTSYSAPI VOID NTAPI RtlFreeUnicodeString(PUNICODE_STRING UnicodeString);
NTSYSAPI VOID NTAPI RtlFreeAnsiString(PANSI_STRING AnsiString);
NTSYSAPI NTSTATUS NTAPI RtlAnsiStringToUnicodeString(
    PUNICODE_STRING DestinationString, PCANSI_STRING SourceString, BOOLEAN AllocateDestinationString);
NTSYSAPI NTSTATUS NTAPI RtlUnicodeStringToAnsiString(
    PANSI_STRING DestinationString, PCUNICODE_STRING SourceString, BOOLEAN AllocateDestinationString);
NTSYSAPI BOOLEAN NTAPI RtlCreateUnicodeStringFromAsciiz(PUNICODE_STRING DestinationString, PCSZ SourceString);
NTSYSAPI BOOLEAN NTAPI RtlCreateUnicodeString(PUNICODE_STRING DestinationString, PCWSTR SourceString);
NTSYSAPI LONG NTAPI RtlCompareUnicodeString(PCUNICODE_STRING String1, PCUNICODE_STRING String2, BOOLEAN CaseInsensitive);
NTSYSAPI BOOLEAN NTAPI RtlEqualUnicodeString(PCUNICODE_STRING String1, PCUNICODE_STRING String2, BOOLEAN CaseInsensitive);
NTSYSAPI VOID NTAPI RtlCopyUnicodeString(PUNICODE_STRING DestinationString, PCUNICODE_STRING SourceString);
NTSYSAPI NTSTATUS NTAPI RtlAppendUnicodeToString(PUNICODE_STRING Destination, PCWSTR Source);
NTSYSAPI NTSTATUS NTAPI RtlAppendUnicodeStringToString(PUNICODE_STRING Destination, PCUNICODE_STRING Source);
NTSYSAPI WCHAR NTAPI RtlUpcaseUnicodeChar(WCHAR SourceCharacter);
NTSYSAPI WCHAR NTAPI RtlDowncaseUnicodeChar(WCHAR SourceCharacter);
NTSYSAPI NTSTATUS NTAPI RtlMultiByteToUnicodeN(
    PWCH UnicodeString, ULONG MaxBytesInUnicodeString, PULONG BytesInUnicodeString, const CHAR *MultiByteString, ULONG BytesInMultiByteString);
NTSYSAPI NTSTATUS NTAPI RtlUnicodeToMultiByteN(
    PCHAR MultiByteString, ULONG MaxBytesInMultiByteString, PULONG BytesInMultiByteString, PCWCH UnicodeString, ULONG BytesInUnicodeString);
NTSYSAPI NTSTATUS NTAPI RtlMultiByteToUnicodeSize(PULONG BytesInUnicodeString, const CHAR *MultiByteString, ULONG BytesInMultiByteString);
NTSYSAPI NTSTATUS NTAPI RtlUnicodeToMultiByteSize(PULONG BytesInMultiByteString, PCWCH UnicodeString, ULONG BytesInUnicodeString);
NTSYSAPI NTSTATUS NTAPI RtlUTF8ToUnicodeN(
    PWCH UnicodeString, ULONG MaxBytesInUnicodeString, PULONG BytesInUnicodeString, const CHAR *UTF8String, ULONG BytesInUTF8String);
NTSYSAPI NTSTATUS NTAPI RtlUnicodeToUTF8N(
    PCHAR UTF8String, ULONG MaxBytesInUTF8String, PULONG BytesInUTF8String, PCWCH UnicodeString, ULONG BytesInUnicodeString);

/* ---- bitmaps ---- */

NTSYSAPI VOID NTAPI RtlInitializeBitMap(PRTL_BITMAP BitMapHeader, PULONG BitMapBuffer, ULONG SizeOfBitMap);
NTSYSAPI ULONG NTAPI RtlFindClearBitsAndSet(PRTL_BITMAP BitMapHeader, ULONG NumberToFind, ULONG HintIndex);
NTSYSAPI VOID NTAPI RtlSetBits(PRTL_BITMAP BitMapHeader, ULONG StartingIndex, ULONG NumberToSet);
NTSYSAPI VOID NTAPI RtlClearBits(PRTL_BITMAP BitMapHeader, ULONG StartingIndex, ULONG NumberToClear);
NTSYSAPI BOOLEAN NTAPI RtlAreBitsSet(PRTL_BITMAP BitMapHeader, ULONG StartingIndex, ULONG Length);

/* ---- critical sections ---- */

NTSYSAPI NTSTATUS NTAPI RtlInitializeCriticalSection(PRTL_CRITICAL_SECTION CriticalSection);
NTSYSAPI NTSTATUS NTAPI RtlInitializeCriticalSectionAndSpinCount(PRTL_CRITICAL_SECTION CriticalSection, ULONG SpinCount);
NTSYSAPI ULONG NTAPI RtlSetCriticalSectionSpinCount(PRTL_CRITICAL_SECTION CriticalSection, ULONG SpinCount);
NTSYSAPI NTSTATUS NTAPI RtlEnterCriticalSection(PRTL_CRITICAL_SECTION CriticalSection);
NTSYSAPI BOOLEAN NTAPI RtlTryEnterCriticalSection(PRTL_CRITICAL_SECTION CriticalSection);
NTSYSAPI NTSTATUS NTAPI RtlLeaveCriticalSection(PRTL_CRITICAL_SECTION CriticalSection);
NTSYSAPI NTSTATUS NTAPI RtlDeleteCriticalSection(PRTL_CRITICAL_SECTION CriticalSection);
NTSYSAPI VOID NTAPI RtlAcquirePebLock(VOID);
NTSYSAPI VOID NTAPI RtlReleasePebLock(VOID);

/* ---- slim locks, condition variables, one-time initialisation, interlocked lists ---- */

NTSYSAPI VOID NTAPI RtlInitializeSRWLock(PRTL_SRWLOCK SRWLock);
NTSYSAPI VOID NTAPI RtlAcquireSRWLockExclusive(PRTL_SRWLOCK SRWLock);
NTSYSAPI VOID NTAPI RtlAcquireSRWLockShared(PRTL_SRWLOCK SRWLock);
NTSYSAPI BOOLEAN NTAPI RtlTryAcquireSRWLockExclusive(PRTL_SRWLOCK SRWLock);
NTSYSAPI BOOLEAN NTAPI RtlTryAcquireSRWLockShared(PRTL_SRWLOCK SRWLock);
NTSYSAPI VOID NTAPI RtlReleaseSRWLockExclusive(PRTL_SRWLOCK SRWLock);
NTSYSAPI VOID NTAPI RtlReleaseSRWLockShared(PRTL_SRWLOCK SRWLock);
NTSYSAPI VOID NTAPI RtlInitializeConditionVariable(PRTL_CONDITION_VARIABLE ConditionVariable);
NTSYSAPI VOID NTAPI RtlWakeConditionVariable(PRTL_CONDITION_VARIABLE ConditionVariable);
NTSYSAPI VOID NTAPI RtlWakeAllConditionVariable(PRTL_CONDITION_VARIABLE ConditionVariable);
NTSYSAPI NTSTATUS NTAPI RtlSleepConditionVariableCS(
    PRTL_CONDITION_VARIABLE ConditionVariable, PRTL_CRITICAL_SECTION CriticalSection, PLARGE_INTEGER TimeOut);
NTSYSAPI NTSTATUS NTAPI RtlSleepConditionVariableSRW(
    PRTL_CONDITION_VARIABLE ConditionVariable, PRTL_SRWLOCK SRWLock, PLARGE_INTEGER TimeOut, ULONG Flags);
NTSYSAPI VOID NTAPI RtlRunOnceInitialize(PRTL_RUN_ONCE RunOnce);
NTSYSAPI NTSTATUS NTAPI RtlRunOnceExecuteOnce(PRTL_RUN_ONCE RunOnce, PRTL_RUN_ONCE_INIT_FN InitFn, PVOID Parameter, PVOID *Context);
NTSYSAPI NTSTATUS NTAPI RtlRunOnceBeginInitialize(PRTL_RUN_ONCE RunOnce, ULONG Flags, PVOID *Context);
NTSYSAPI NTSTATUS NTAPI RtlRunOnceComplete(PRTL_RUN_ONCE RunOnce, ULONG Flags, PVOID Context);
NTSYSAPI VOID NTAPI RtlInitializeSListHead(PSLIST_HEADER ListHead);
NTSYSAPI PSLIST_ENTRY NTAPI RtlFirstEntrySList(const SLIST_HEADER *ListHead);
NTSYSAPI USHORT NTAPI RtlQueryDepthSList(PSLIST_HEADER ListHead);
NTSYSAPI PSLIST_ENTRY NTAPI RtlInterlockedPushEntrySList(PSLIST_HEADER ListHead, PSLIST_ENTRY ListEntry);
NTSYSAPI PSLIST_ENTRY NTAPI RtlInterlockedPopEntrySList(PSLIST_HEADER ListHead);
NTSYSAPI PSLIST_ENTRY NTAPI RtlInterlockedFlushSList(PSLIST_HEADER ListHead);
NTSYSAPI PSLIST_ENTRY FASTCALL RtlInterlockedPushListSList(
    PSLIST_HEADER ListHead, PSLIST_ENTRY List, PSLIST_ENTRY ListEnd, ULONG Count);
NTSYSAPI PSLIST_ENTRY NTAPI RtlInterlockedPushListSListEx(
    PSLIST_HEADER ListHead, PSLIST_ENTRY List, PSLIST_ENTRY ListEnd, ULONG Count);

/* ---- exceptions ---- */

NTSYSAPI BOOLEAN NTAPI RtlDispatchException(PEXCEPTION_RECORD ExceptionRecord, PCONTEXT ContextRecord);
NTSYSAPI VOID NTAPI RtlRaiseException(PEXCEPTION_RECORD ExceptionRecord);
NTSYSAPI VOID NTAPI RtlRaiseStatus(NTSTATUS Status);
NTSYSAPI VOID NTAPI RtlUnwind(PVOID TargetFrame, PVOID TargetIp, PEXCEPTION_RECORD ExceptionRecord, PVOID ReturnValue);
NTSYSAPI VOID NTAPI RtlCaptureContext(PCONTEXT ContextRecord);
NTSYSAPI PVOID NTAPI RtlAddVectoredExceptionHandler(ULONG First, PVECTORED_EXCEPTION_HANDLER Handler);
NTSYSAPI ULONG NTAPI RtlRemoveVectoredExceptionHandler(PVOID Handle);
NTSYSAPI PVOID NTAPI RtlAddVectoredContinueHandler(ULONG First, PVECTORED_EXCEPTION_HANDLER Handler);
NTSYSAPI ULONG NTAPI RtlRemoveVectoredContinueHandler(PVOID Handle);
typedef LONG (NTAPI *PRTLP_UNHANDLED_EXCEPTION_FILTER)(EXCEPTION_POINTERS *ExceptionInfo);
NTSYSAPI VOID NTAPI RtlSetUnhandledExceptionFilter(PRTLP_UNHANDLED_EXCEPTION_FILTER UnhandledExceptionFilter);

/* ---- processes and threads ---- */

NTSYSAPI VOID NTAPI RtlExitUserProcess(NTSTATUS ExitStatus);
NTSYSAPI VOID NTAPI RtlExitUserThread(NTSTATUS ExitStatus);
typedef VOID (NTAPI *PRTL_APC_ROUTINE)(ULONG_PTR Data);
NTSYSAPI VOID NTAPI RtlDispatchAPC(PRTL_APC_ROUTINE Routine, ULONG_PTR Data, PVOID ActivationContext);
NTSYSAPI PPEB NTAPI RtlGetCurrentPeb(VOID);
NTSYSAPI NTSTATUS NTAPI RtlGetVersion(PRTL_OSVERSIONINFOW VersionInformation);

/* ---- paths ---- */

NTSYSAPI ULONG NTAPI RtlGetFullPathName_U(PCWSTR FileName, ULONG BufferLength, PWSTR Buffer, PWSTR *FilePart);
NTSYSAPI BOOLEAN NTAPI RtlDosPathNameToNtPathName_U(PCWSTR DosPathName, PUNICODE_STRING NtPathName, PWSTR *FilePart, PVOID Reserved);

/* ---- environment ---- */

NTSYSAPI NTSTATUS NTAPI RtlQueryEnvironmentVariable_U(PWSTR Environment, PCUNICODE_STRING Name, PUNICODE_STRING Value);
NTSYSAPI NTSTATUS NTAPI RtlSetEnvironmentVariable(PWSTR *Environment, PCUNICODE_STRING Name, PCUNICODE_STRING Value);
NTSYSAPI NTSTATUS NTAPI RtlExpandEnvironmentStrings_U(
    PWSTR Environment, PCUNICODE_STRING Source, PUNICODE_STRING Destination, PULONG ReturnedLength);

/* ---- errors ---- */

NTSYSAPI ULONG NTAPI RtlNtStatusToDosError(NTSTATUS Status);
NTSYSAPI VOID NTAPI RtlSetLastWin32Error(LONG Win32Error);
NTSYSAPI LONG NTAPI RtlGetLastWin32Error(VOID);
NTSYSAPI NTSTATUS NTAPI RtlGetLastNtStatus(VOID);
NTSYSAPI VOID NTAPI RtlSetLastWin32ErrorAndNtStatusFromNtStatus(NTSTATUS Status);

/* ---- fibre-local storage ---- */

#define FLS_MAXIMUM_AVAILABLE 128
typedef struct _RTL_FLS_DATA {
    LIST_ENTRY Entry;
    PVOID Slots[FLS_MAXIMUM_AVAILABLE];
} RTL_FLS_DATA, *PRTL_FLS_DATA;

NTSYSAPI NTSTATUS NTAPI RtlFlsAlloc(PFLS_CALLBACK_FUNCTION Callback, PULONG FlsIndex);
NTSYSAPI NTSTATUS NTAPI RtlFlsFree(ULONG FlsIndex);
NTSYSAPI VOID NTAPI RtlProcessFlsData(PVOID FlsData);

/* ---- time ---- */

typedef struct _TIME_FIELDS {
    SHORT Year;
    SHORT Month;
    SHORT Day;
    SHORT Hour;
    SHORT Minute;
    SHORT Second;
    SHORT Milliseconds;
    SHORT Weekday;
} TIME_FIELDS, *PTIME_FIELDS;

NTSYSAPI VOID NTAPI RtlTimeToTimeFields(PLARGE_INTEGER Time, PTIME_FIELDS TimeFields);
NTSYSAPI BOOLEAN NTAPI RtlTimeFieldsToTime(PTIME_FIELDS TimeFields, PLARGE_INTEGER Time);

/* ---- pointers, chance, debugging ---- */

NTSYSAPI PVOID NTAPI RtlEncodePointer(PVOID Ptr);
NTSYSAPI PVOID NTAPI RtlDecodePointer(PVOID Ptr);
NTSYSAPI PVOID NTAPI RtlEncodeSystemPointer(PVOID Ptr);
NTSYSAPI PVOID NTAPI RtlDecodeSystemPointer(PVOID Ptr);
NTSYSAPI ULONG NTAPI RtlRandom(PULONG Seed);
NTSYSAPI ULONG NTAPI RtlUniform(PULONG Seed);
NTSYSAPI VOID NTAPI DbgBreakPoint(VOID);
NTSYSAPI VOID NTAPI DbgUserBreakPoint(VOID);
NTSYSAPI ULONG __cdecl DbgPrint(PCSZ Format, ...);
NTSYSAPI int __cdecl _vsnprintf(char *Buffer, SIZE_T Count, const char *Format, va_list Arguments);
NTSYSAPI int __cdecl _snprintf(char *Buffer, SIZE_T Count, const char *Format, ...);

/* ---- images ---- */

NTSYSAPI PIMAGE_NT_HEADERS NTAPI RtlImageNtHeader(PVOID Base);
NTSYSAPI PVOID NTAPI RtlImageDirectoryEntryToData(PVOID Base, BOOLEAN MappedAsImage, USHORT DirectoryEntry, PULONG Size);
NTSYSAPI PVOID NTAPI RtlPcToFileHeader(PVOID PcValue, PVOID *BaseOfImage);

#endif
