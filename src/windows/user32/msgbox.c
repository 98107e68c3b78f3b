/*
 * MessageBox without a window: the text goes the way of a service's notification (MB_SERVICE_NOTIFICATION), to whom the kernel
 * raises hard errors, and the answer is the box's first button.
 */
#include <ntldr.h>
#include <ntioapi.h>
#include <ntservices.h>
#include <winuser.h>

#define STATUS_SERVICE_NOTIFICATION ((NTSTATUS)0x50000018L)

/* The first button of each kind of box. */
static const int FirstButton[] = {IDOK, IDOK, IDABORT, IDYES, IDYES, IDRETRY};

int WINAPI MessageBoxW(HWND hWnd, LPCWSTR lpText, LPCWSTR lpCaption, UINT uType)
{
    UNICODE_STRING Text;
    UNICODE_STRING Caption;
    ULONG_PTR Parameters[3];
    ULONG Response;
    NTSTATUS Status;

    if ((uType & MB_TYPEMASK) >= sizeof(FirstButton) / sizeof(FirstButton[0])) {
        SetLastError(ERROR_INVALID_PARAMETER);
        return 0;
    }
    RtlInitUnicodeString(&Text, lpText);
    RtlInitUnicodeString(&Caption, lpCaption != NULL ? lpCaption : L"Error");
    Parameters[0] = (ULONG_PTR)&Text;
    Parameters[1] = (ULONG_PTR)&Caption;
    Parameters[2] = uType;
    Status = NtRaiseHardError(STATUS_SERVICE_NOTIFICATION, 3, 3, Parameters, OptionOk, &Response);
    if (NT_SUCCESS(Status))
        return FirstButton[uType & MB_TYPEMASK];
    SetLastError(RtlNtStatusToDosError(Status));
    return 0;
}

static BOOL WideOf(PUNICODE_STRING Wide, LPCSTR Text)
{
    Wide->Buffer = NULL;
    return Text == NULL || RtlCreateUnicodeStringFromAsciiz(Wide, Text);
}

int WINAPI MessageBoxA(HWND hWnd, LPCSTR lpText, LPCSTR lpCaption, UINT uType)
{
    UNICODE_STRING Text;
    UNICODE_STRING Caption;
    int Button = 0;

    Caption.Buffer = NULL;
    if (WideOf(&Text, lpText) && WideOf(&Caption, lpCaption))
        Button = MessageBoxW(hWnd, Text.Buffer, Caption.Buffer, uType);
    else
        SetLastError(ERROR_NOT_ENOUGH_MEMORY);
    if (Text.Buffer != NULL)
        RtlFreeUnicodeString(&Text);
    if (Caption.Buffer != NULL)
        RtlFreeUnicodeString(&Caption);
    return Button;
}

/* This machine has no speaker; Windows, too, answers at once and lets the sound play by itself. */
BOOL WINAPI MessageBeep(UINT uType)
{
    (void)uType;
    return TRUE;
}
