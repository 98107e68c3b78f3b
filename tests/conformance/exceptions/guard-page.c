/*
 * A guard page tells once. In a system service the service fails; elsewhere it is an exception; either way it is gone then.
 * Facts: Microsoft's "Creating guard pages" (the failed VirtualLock has the error 80000001). Output: by those rules.
 */
#include <windows.h>
#include <stdio.h>

static int tell(EXCEPTION_POINTERS *p)
{
    EXCEPTION_RECORD *r = p->ExceptionRecord;

    printf("%08lx, %lu parameters, kind %lu, at offset %lx\n", r->ExceptionCode, r->NumberParameters, r->ExceptionInformation[0],
        r->ExceptionInformation[1] & 0xfff);
    return EXCEPTION_CONTINUE_EXECUTION;
}

int main(void)
{
    DWORD size = 4096, old;
    MEMORY_BASIC_INFORMATION region;
    char *page = VirtualAlloc(NULL, size, MEM_RESERVE | MEM_COMMIT, PAGE_READONLY | PAGE_GUARD);
    BOOL locked = VirtualLock(page, size);

    printf("first lock %d, error 0x%lx\n", locked, GetLastError());
    printf("second lock %d\n", VirtualLock(page, size));
    VirtualUnlock(page, size);

    VirtualProtect(page, size, PAGE_READWRITE | PAGE_GUARD, &old);
    printf("protection before %lx\n", old);
    __try { page[0x123] = 7; } __except (tell(GetExceptionInformation())) { }
    VirtualQuery(page, &region, sizeof(region));
    printf("%d, protection %lx\n", page[0x123], region.Protect);

    VirtualProtect(page, size, PAGE_READWRITE | PAGE_GUARD, &old);
    __try { old = page[0x321]; } __except (tell(GetExceptionInformation())) { }
    printf("%lu\n", old);

    VirtualProtect(page, size, PAGE_NOACCESS, &old);
    __try { page[1] = 1; } __except (GetExceptionCode() == EXCEPTION_ACCESS_VIOLATION) { puts("no access"); }
    return 0;
}
