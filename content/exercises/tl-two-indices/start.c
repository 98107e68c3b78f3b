/* Each clerk keeps a name behind a TLS index. Who comes first fetches the index. */
#include <stdio.h>
#include <windows.h>

DWORD slot = 0;                     /* 0 is never given out: nobody has fetched one yet */

DWORD WINAPI Clerk(LPVOID name)
{
    LPVOID found;

    if (slot == 0)
        slot = TlsAlloc();
    TlsSetValue(slot, name);
    found = TlsGetValue(slot);
    printf("%s has %s\n", (char *)name, found == name ? "found it" : "lost it");
    return 0;
}

int main(void)
{
    HANDLE clerks[2];

    clerks[0] = CreateThread(NULL, 0, Clerk, "Ann", 0, NULL);
    clerks[1] = CreateThread(NULL, 0, Clerk, "Ben", 0, NULL);
    WaitForMultipleObjects(2, clerks, TRUE, INFINITE);
    return 0;
}
