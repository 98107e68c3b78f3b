/*
 * A program without any run-time library: no main, no printf, no malloc. Windows calls Begin, and that is all there is.
 * Watch the modules: no MSVCR90.dll, and one heap only.
 */
#include <windows.h>

DWORD WINAPI Begin(void)
{
    static const char text[] = "Hello from a program without main\r\n";
    DWORD written;

    WriteFile(GetStdHandle(STD_OUTPUT_HANDLE), text, sizeof text - 1, &written, NULL);
    return 42;                                          /* becomes the exit code: our caller is BaseThreadInitThunk */
}
