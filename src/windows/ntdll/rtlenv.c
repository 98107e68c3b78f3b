/*
 * The environment: one block of text, "NAME=value" and a zero for each variable, one more zero at the end, sorted by name.
 * It hangs at ProcessParameters->Environment, its size at EnvironmentSize; FastPebLock guards both.
 */
#include "ntdllp.h"

static ULONG RtlpEnvironmentBytes(PWSTR Environment)
{
    PWSTR End = Environment;

    while (*End != 0)
        End += RtlpWideStringLength(End) + 1;
    return (ULONG)((PCHAR)(End + 1) - (PCHAR)Environment);
}

/* Splits "NAME=value". A leading '=' (as in "=C:=C:\dir") belongs to the name. */
static VOID RtlpSplitVariable(PWSTR Variable, PUNICODE_STRING Name, PUNICODE_STRING Value)
{
    PWSTR Equals = Variable;

    if (*Equals == L'=')
        Equals++;
    while (*Equals != 0 && *Equals != L'=')
        Equals++;
    Name->Buffer = Variable;
    Name->Length = Name->MaximumLength = (USHORT)((Equals - Variable) * sizeof(WCHAR));
    RtlInitUnicodeString(Value, *Equals == L'=' ? Equals + 1 : Equals);
}

/* The place of the variable, or the place before which it would have to be inserted (then *Found is FALSE). */
static PWSTR RtlpFindVariable(PWSTR Environment, PCUNICODE_STRING Name, PUNICODE_STRING Value, BOOLEAN *Found)
{
    UNICODE_STRING ThisName;
    PWSTR Insert = NULL;

    *Found = FALSE;
    while (*Environment != 0) {
        LONG Order;
        RtlpSplitVariable(Environment, &ThisName, Value);
        Order = RtlCompareUnicodeString(&ThisName, Name, TRUE);
        if (Order == 0) {
            *Found = TRUE;
            return Environment;
        }
        if (Order > 0 && Insert == NULL)
            Insert = Environment;
        Environment += RtlpWideStringLength(Environment) + 1;
    }
    return Insert != NULL ? Insert : Environment;
}

/* Copies the value. STATUS_BUFFER_TOO_SMALL: Value->Length says how many bytes it has. Environment NULL: the process's own. */
NTSTATUS NTAPI RtlQueryEnvironmentVariable_U(PWSTR Environment, PCUNICODE_STRING Name, PUNICODE_STRING Value)
{
    UNICODE_STRING Found;
    BOOLEAN IsThere;
    NTSTATUS Status = STATUS_VARIABLE_NOT_FOUND;

    RtlAcquirePebLock();
    if (Environment == NULL)
        Environment = (PWSTR)NtCurrentPeb()->ProcessParameters->Environment;
    if (Environment != NULL) {
        RtlpFindVariable(Environment, Name, &Found, &IsThere);
        if (IsThere) {
            if (Found.Length > Value->MaximumLength) {
                Value->Length = Found.Length;
                Status = STATUS_BUFFER_TOO_SMALL;
            } else {
                RtlCopyUnicodeString(Value, &Found);
                Status = STATUS_SUCCESS;
            }
        }
    }
    RtlReleasePebLock();
    return Status;
}

/* A new block with the variable set, or without it when Value is NULL. */
static NTSTATUS RtlpRebuildEnvironment(PWSTR Old, PCUNICODE_STRING Name, PCUNICODE_STRING Value, PWSTR *New)
{
    UNICODE_STRING OldValue;
    BOOLEAN Found;
    ULONG OldBytes = RtlpEnvironmentBytes(Old);
    PWSTR Place = RtlpFindVariable(Old, Name, &OldValue, &Found);
    PWSTR Rest = Found ? Place + RtlpWideStringLength(Place) + 1 : Place;
    ULONG Before = (ULONG)((PCHAR)Place - (PCHAR)Old);
    ULONG Added = Value != NULL ? Name->Length + Value->Length + 2 * sizeof(WCHAR) : 0;
    ULONG After = OldBytes - (ULONG)((PCHAR)Rest - (PCHAR)Old);
    PCHAR To;

    /* The block may be empty with a single zero; then two are needed behind a variable, which After includes. */
    To = (PCHAR)RtlAllocateHeap(NtCurrentPeb()->ProcessHeap, 0, Before + Added + After);
    if (To == NULL)
        return STATUS_NO_MEMORY;
    *New = (PWSTR)To;
    RtlMoveMemory(To, Old, Before);
    To += Before;
    if (Value != NULL) {
        RtlMoveMemory(To, Name->Buffer, Name->Length);
        To += Name->Length;
        *(PWSTR)To = L'=';
        To += sizeof(WCHAR);
        RtlMoveMemory(To, Value->Buffer, Value->Length);
        To += Value->Length;
        *(PWSTR)To = 0;
        To += sizeof(WCHAR);
    }
    RtlMoveMemory(To, Rest, After);
    return STATUS_SUCCESS;
}

/* Sets or (Value NULL) removes a variable of the process. A block of the caller's own is not supported. */
NTSTATUS NTAPI RtlSetEnvironmentVariable(PWSTR *Environment, PCUNICODE_STRING Name, PCUNICODE_STRING Value)
{
    static PWSTR OwnBlock;
    PRTL_USER_PROCESS_PARAMETERS Parameters = NtCurrentPeb()->ProcessParameters;
    PWSTR New;
    NTSTATUS Status;
    ULONG i;

    if (Environment != NULL || Name->Length == 0)
        return STATUS_INVALID_PARAMETER;
    for (i = 1; i < Name->Length / sizeof(WCHAR); i++) {
        if (Name->Buffer[i] == L'=')
            return STATUS_INVALID_PARAMETER;
    }
    RtlAcquirePebLock();
    if (Value == NULL) {
        UNICODE_STRING OldValue;
        BOOLEAN Found;
        RtlpFindVariable((PWSTR)Parameters->Environment, Name, &OldValue, &Found);
        if (!Found) {
            RtlReleasePebLock();
            return STATUS_VARIABLE_NOT_FOUND;
        }
    }
    Status = RtlpRebuildEnvironment((PWSTR)Parameters->Environment, Name, Value, &New);
    if (NT_SUCCESS(Status)) {
        /* The first block came with the process and is not on the heap. */
        if (OwnBlock != NULL)
            RtlFreeHeap(NtCurrentPeb()->ProcessHeap, 0, OwnBlock);
        OwnBlock = New;
        Parameters->Environment = New;
        Parameters->EnvironmentSize = RtlpEnvironmentBytes(New);
        Parameters->EnvironmentVersion++;
    }
    RtlReleasePebLock();
    return Status;
}

/* Appends one character if it fits, and counts it in any case. */
static VOID RtlpPut(PUNICODE_STRING Destination, PULONG Bytes, WCHAR Character)
{
    if (*Bytes + sizeof(WCHAR) <= Destination->MaximumLength)
        Destination->Buffer[*Bytes / sizeof(WCHAR)] = Character;
    *Bytes += sizeof(WCHAR);
}

/* Replaces %NAME% by the variable's value; a name that does not exist stays as it is. ReturnedLength counts the final zero. */
NTSTATUS NTAPI RtlExpandEnvironmentStrings_U(PWSTR Environment, PCUNICODE_STRING Source, PUNICODE_STRING Destination, PULONG ReturnedLength)
{
    ULONG Count = Source->Length / sizeof(WCHAR);
    ULONG Bytes = 0;
    ULONG i = 0;

    RtlAcquirePebLock();
    if (Environment == NULL)
        Environment = (PWSTR)NtCurrentPeb()->ProcessParameters->Environment;
    while (i < Count) {
        ULONG End = i + 1;
        BOOLEAN Found = FALSE;
        UNICODE_STRING Name;
        UNICODE_STRING Value;
        ULONG j;
        if (Source->Buffer[i] == L'%') {
            while (End < Count && Source->Buffer[End] != L'%')
                End++;
            if (End < Count) {
                Name.Buffer = Source->Buffer + i + 1;
                Name.Length = Name.MaximumLength = (USHORT)((End - i - 1) * sizeof(WCHAR));
                RtlpFindVariable(Environment, &Name, &Value, &Found);
            }
        }
        if (!Found) {
            RtlpPut(Destination, &Bytes, Source->Buffer[i++]);
            continue;
        }
        for (j = 0; j < Value.Length / sizeof(WCHAR); j++)
            RtlpPut(Destination, &Bytes, Value.Buffer[j]);
        i = End + 1;
    }
    RtlReleasePebLock();
    RtlpPut(Destination, &Bytes, 0);
    *ReturnedLength = Bytes;
    if (Bytes > Destination->MaximumLength)
        return STATUS_BUFFER_TOO_SMALL;
    Destination->Length = (USHORT)(Bytes - sizeof(WCHAR));
    return STATUS_SUCCESS;
}
