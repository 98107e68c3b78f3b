/* strerror.c - the texts of errno's values. */
#include "internal.h"
#include <io.h>

#define _ERRMSGLEN_ 134

static const char *_sys_errlist[] = {
    "No error", "Operation not permitted", "No such file or directory", "No such process", "Interrupted function call",
    "Input/output error", "No such device or address", "Arg list too long", "Exec format error", "Bad file descriptor",
    "No child processes", "Resource temporarily unavailable", "Not enough space", "Permission denied", "Bad address", "Unknown error",
    "Resource device", "File exists", "Improper link", "No such device", "Not a directory", "Is a directory", "Invalid argument",
    "Too many open files in system", "Too many open files", "Inappropriate I/O control operation", "Unknown error", "File too large",
    "No space left on device", "Invalid seek", "Read-only file system", "Too many links", "Broken pipe", "Domain error",
    "Result too large", "Unknown error", "Resource deadlock avoided", "Unknown error", "Filename too long", "No locks available",
    "Function not implemented", "Directory not empty", "Illegal byte sequence", "Unknown error"
};

static const char *_Text(int errnum)
{
    int last = (int)_countof(_sys_errlist) - 1;

    return _sys_errlist[errnum >= 0 && errnum < last ? errnum : last];
}

/* A buffer of the thread, so that the text may be changed. */
_CRTIMP char *__cdecl strerror(int errnum)
{
    _ptiddata ptd = _getptd_noexit();

    if (ptd == NULL || (ptd->_errmsg == NULL && (ptd->_errmsg = (char *)_calloc_crt(_ERRMSGLEN_, 1)) == NULL))
        return "Visual C++ CRT: Not enough memory to complete call to strerror.";
    strcpy(ptd->_errmsg, _Text(errnum));
    return ptd->_errmsg;
}

_CRTIMP errno_t __cdecl strerror_s(char *buffer, size_t size, int errnum)
{
    _VALIDATE_RETURN_ERRCODE(buffer != NULL && size > 0, EINVAL);
    strncpy(buffer, _Text(errnum), size - 1);
    buffer[size - 1] = '\0';
    return 0;
}

_CRTIMP char *__cdecl _strerror(const char *message)
{
    _ptiddata ptd = _getptd_noexit();

    if (ptd == NULL || (ptd->_errmsg == NULL && (ptd->_errmsg = (char *)_calloc_crt(_ERRMSGLEN_, 1)) == NULL))
        return "Visual C++ CRT: Not enough memory to complete call to strerror.";
    ptd->_errmsg[0] = '\0';
    if (message != NULL && *message != '\0') {
        strncat(ptd->_errmsg, message, _ERRMSGLEN_ - 40);
        strcat(ptd->_errmsg, ": ");
    }
    strcat(ptd->_errmsg, _Text(errno));
    strcat(ptd->_errmsg, "\n");
    return ptd->_errmsg;
}

_CRTIMP wchar_t *__cdecl _wcserror(int errnum)
{
    _ptiddata ptd = _getptd_noexit();
    const char *text = _Text(errnum);
    int i;

    if (ptd == NULL || (ptd->_werrmsg == NULL && (ptd->_werrmsg = (wchar_t *)_calloc_crt(_ERRMSGLEN_, 2)) == NULL))
        return L"Visual C++ CRT: Not enough memory to complete call to strerror.";
    for (i = 0; text[i]; i++)
        ptd->_werrmsg[i] = (wchar_t)text[i];
    ptd->_werrmsg[i] = 0;
    return ptd->_werrmsg;
}

_CRTIMP void __cdecl perror(const char *message)
{
    const char *text = _Text(errno);

    if (message != NULL && *message != '\0') {
        _write(2, message, (unsigned)strlen(message));
        _write(2, ": ", 2);
    }
    _write(2, text, (unsigned)strlen(text));
    _write(2, "\n", 1);
}

_CRTIMP void __cdecl _wperror(const wchar_t *message)
{
    char narrow[256];
    int used = 0;

    for (; message != NULL && *message && used < 250; message++) {
        int bytes = __wctomb_crt(narrow + used, *message);

        if (bytes > 0)
            used += bytes;
    }
    narrow[used] = '\0';
    perror(narrow);
}
