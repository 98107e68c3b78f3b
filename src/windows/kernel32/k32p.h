/* What kernel32's own files share. */
#ifndef _K32P_
#define _K32P_

#include <ntldr.h>
#include <ntioapi.h>
#include <ntservices.h>
#include <ntheap.h>

/* base.c */
extern STRING BaseAnsiCommandLine;
extern UNICODE_STRING BaseUnicodeCommandLine;
#define BaseHeap() (NtCurrentPeb()->ProcessHeap)

/* Sets the last error that stands for Status; the answer is always FALSE. */
BOOL NTAPI BaseSetLastNTError(NTSTATUS Status);

/* A wide copy of Text on the process heap, to be freed with RtlFreeUnicodeString. FALSE: the last error is set. */
BOOL NTAPI BaseToUnicode(PUNICODE_STRING Unicode, LPCSTR Text);

/* The same for an object's name, which is shorter than MAX_PATH: otherwise last error 206. */
BOOL NTAPI BaseNameToUnicode(PUNICODE_STRING Unicode, LPCSTR Text);

/* Answers of functions with a buffer: writes Text and its zero if it fits and gives its length, or the size that is needed. */
DWORD NTAPI BaseAnswerW(PCWSTR Text, ULONG Characters, LPWSTR Buffer, DWORD Size);
DWORD NTAPI BaseAnswerA(PCWSTR Text, ULONG Characters, LPSTR Buffer, DWORD Size);

/* A time-out in milliseconds as the kernel wants it: NULL for INFINITE, otherwise negative 100 ns units in Time. */
PLARGE_INTEGER NTAPI BaseFormatTimeOut(PLARGE_INTEGER Time, DWORD Milliseconds);

VOID NTAPI BaseInitializeExceptionFilter(VOID);

#endif
