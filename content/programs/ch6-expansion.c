/*
 * TlsAlloc until it fails. The first 63 indices
 * have their slots in the TEB; from 65 on, a
 * thread's slots lie in a block that it gets when
 * it first needs one.
 *
 * Watch TlsExpansionSlots in the TEB (offset
 * f94), and which numbers never come out.
 */
#include <windows.h>
#include <stdio.h>

int main(void)
{
    DWORD index, last = 0, count = 0;

    while (last < 63) {
        last = TlsAlloc();
        TlsSetValue(last, (LPVOID)(last < 60 ? 0 : 0x1000 + last));
        count++;
    }
    index = TlsAlloc(); /* the slots in the TEB are used up */
    printf("after %lu comes %lu\n", last, index);
    TlsSetValue(index, (LPVOID)(0x1000 + index));

    while (index != TLS_OUT_OF_INDEXES) {
        last = index;
        count++;
        index = TlsAlloc();
    }
    printf("the last was %lu, %lu in all; then %lx, last error %lu\n", last, count, index, GetLastError());
    return 0;
}
