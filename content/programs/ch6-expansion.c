/*
 * TlsAlloc until it fails. Indices 1 to 63 live in the TEB; from 65 on they live in a block that the thread gets at that moment.
 *
 * Watch TlsExpansionSlots in the TEB (offset f94), and which two numbers never come out.
 */
#include <windows.h>
#include <stdio.h>

int main(void)
{
    DWORD index, previous = 0, count = 0;

    for (;;) {
        index = TlsAlloc();
        if (index == TLS_OUT_OF_INDEXES)
            break;
        if (index != previous + 1)
            printf("after %lu comes %lu\n", previous, index);
        if (index < 70)
            TlsSetValue(index, (LPVOID)(0x1000 + index));
        previous = index;
        count++;
    }
    printf("the last was %lu, %lu in all; then %lx, last error %lu\n", previous, count, index, GetLastError());
    return 0;
}
