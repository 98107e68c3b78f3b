/*
 * cgets.c - the console: characters as they are typed, without waiting for Enter, and output past the streams. The standard
 * handles are taken for the console's.
 */
#include "internal.h"
#include <conio.h>

static int _ungetch_buffer = EOF;

/* One character with line input and echo switched off. EOF at the end of the input. */
static int _ReadKey(void)
{
    HANDLE input = GetStdHandle(STD_INPUT_HANDLE);
    DWORD mode, count = 0;
    wchar_t key = 0;
    char byte = 0;

    if (GetConsoleMode(input, &mode)) {
        SetConsoleMode(input, 0);
        if (!ReadConsoleW(input, &key, 1, &count, NULL))
            count = 0;
        SetConsoleMode(input, mode);
        return count == 1 ? key : EOF;
    }
    if (!ReadFile(input, &byte, 1, &count, NULL) || count != 1)
        return EOF;
    return (unsigned char)byte;
}

static void _WriteConsole(const char *text, unsigned length)
{
    DWORD written;

    WriteFile(GetStdHandle(STD_OUTPUT_HANDLE), text, length, &written, NULL);
}

_CRTIMP int __cdecl _getch(void)
{
    int c = _ungetch_buffer;

    if (c != EOF) {
        _ungetch_buffer = EOF;
        return c;
    }
    fflush(stdout);
    return _ReadKey();
}

/* Is there a character that _getch would give at once? */
_CRTIMP int __cdecl _kbhit(void)
{
    DWORD count = 0;

    if (_ungetch_buffer != EOF)
        return TRUE;
    return GetNumberOfConsoleInputEvents(GetStdHandle(STD_INPUT_HANDLE), &count) && count > 0;
}

_CRTIMP int __cdecl _getche(void)
{
    int c = _getch();

    if (c != EOF)
        _putch(c);
    return c;
}

_CRTIMP int __cdecl _ungetch(int c)
{
    if (c == EOF || _ungetch_buffer != EOF)
        return EOF;
    return _ungetch_buffer = c;
}

_CRTIMP wint_t __cdecl _getwch(void)
{
    int c = _getch();

    return c == EOF ? WEOF : (wint_t)c;
}

_CRTIMP wint_t __cdecl _getwche(void)
{
    wint_t c = _getwch();

    if (c != WEOF)
        _putwch(c);
    return c;
}

_CRTIMP int __cdecl _putch(int c)
{
    char text = (char)c;

    _WriteConsole(&text, 1);
    return c & 0xff;
}

_CRTIMP wint_t __cdecl _putwch(wchar_t c)
{
    DWORD written;
    char bytes[8];
    int count;

    if (WriteConsoleW(GetStdHandle(STD_OUTPUT_HANDLE), &c, 1, &written, NULL))
        return c;
    count = __wctomb_crt(bytes, c);
    if (count < 0)
        return WEOF;
    _WriteConsole(bytes, count);
    return c;
}

_CRTIMP int __cdecl _cputs(const char *string)
{
    _VALIDATE_RETURN(string != NULL, EINVAL, -1);
    _WriteConsole(string, (unsigned)strlen(string));
    return 0;
}

_CRTIMP int __cdecl _cputws(const wchar_t *string)
{
    _VALIDATE_RETURN(string != NULL, EINVAL, -1);
    while (*string) {
        if (_putwch(*string++) == WEOF)
            return -1;
    }
    return 0;
}

/* buffer[0] is the room; buffer[1] gets the length, the text begins at buffer[2]. */
_CRTIMP char *__cdecl _cgets(char *buffer)
{
    int room, used = 0;

    _VALIDATE_RETURN(buffer != NULL && buffer[0] > 0, EINVAL, NULL);
    room = (unsigned char)buffer[0];
    while (used < room - 1) {
        int c = _getche();

        if (c == EOF || c == '\r' || c == '\n')
            break;
        buffer[2 + used++] = (char)c;
    }
    buffer[2 + used] = '\0';
    buffer[1] = (char)used;
    return buffer + 2;
}

_CRTIMP int __cdecl _vcprintf(const char *format, va_list arglist)
{
    char text[1024];
    int length;

    _VALIDATE_RETURN(format != NULL, EINVAL, -1);
    length = vsnprintf(text, sizeof(text), format, arglist);
    if (length < 0)
        return -1;
    _WriteConsole(text, (unsigned)strlen(text));
    return length;
}

_CRTIMP int __cdecl _cprintf(const char *format, ...)
{
    va_list arglist;

    va_start(arglist, format);
    return _vcprintf(format, arglist);
}
