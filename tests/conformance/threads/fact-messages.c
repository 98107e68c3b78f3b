/* The values of the standard handles in waits, and FormatMessage for the errors of this subject. */
#include <windows.h>
#include <stdio.h>

int main(void)
{
    static const DWORD codes[] = {0, 2, 3, 5, 6, 8, 87, 120, 183, 288, 298, 1460};
    char text[200];
    WCHAR wide[200];
    DWORD i, length, j;

    for (i = 0; i < sizeof(codes) / sizeof(codes[0]); i++) {
        length = FormatMessageA(FORMAT_MESSAGE_FROM_SYSTEM | FORMAT_MESSAGE_IGNORE_INSERTS, NULL, codes[i], 0x409, text, 200, NULL);
        printf("%lu: %d\n", codes[i], length > 2 && text[length - 1] == '\n' && text[length - 2] == '\r');
        j = FormatMessageW(FORMAT_MESSAGE_FROM_SYSTEM | FORMAT_MESSAGE_IGNORE_INSERTS, NULL, codes[i], 0x409, wide, 200, NULL);
        if (j != length)
            printf("another length\n");
    }
    SetLastError(0);
    length = FormatMessageA(FORMAT_MESSAGE_FROM_SYSTEM, NULL, 0x0fffffff, 0, text, 200, NULL);
    printf("unknown: %lu %lu\n", length, GetLastError());
    SetLastError(0);
    length = FormatMessageA(FORMAT_MESSAGE_FROM_SYSTEM | FORMAT_MESSAGE_IGNORE_INSERTS, NULL, 5, 0x409, text, 4, NULL);
    printf("too small: %lu %lu\n", length, GetLastError());
    printf("waited for: %d\n", WaitForSingleObject((HANDLE)(LONG_PTR)(int)STD_OUTPUT_HANDLE, 0) != 0xbad);
    return 0;
}
