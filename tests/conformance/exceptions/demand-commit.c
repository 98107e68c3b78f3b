/*
 * A dynamic array in a reserved region: each first touch of a page faults, the filter commits it, the instruction runs again.
 * The 81st page does not exist.
 * Facts: Microsoft's "Reserving and committing memory". Output: by those rules.
 */
#include <windows.h>
#include <stdio.h>

#define PAGES 80

static char *next;
static DWORD pages, size;

static int commit(DWORD code)
{
    if (code != EXCEPTION_ACCESS_VIOLATION) return EXCEPTION_EXECUTE_HANDLER;
    if (pages >= PAGES) { puts("out of pages"); return EXCEPTION_EXECUTE_HANDLER; }
    if (VirtualAlloc(next, size, MEM_COMMIT, PAGE_READWRITE) == NULL) { puts("no memory"); return EXCEPTION_EXECUTE_HANDLER; }
    pages++;
    next += size;
    return EXCEPTION_CONTINUE_EXECUTION;
}

int main(void)
{
    SYSTEM_INFO info;
    MEMORY_BASIC_INFORMATION region;
    char *base;
    DWORD i, sum = 0;

    GetSystemInfo(&info);
    size = info.dwPageSize;
    base = next = VirtualAlloc(NULL, PAGES * size, MEM_RESERVE, PAGE_NOACCESS);
    for (i = 0; i < PAGES * size; i += 128) {
        __try { base[i] = 'a'; }
        __except (commit(GetExceptionCode())) { puts("not reached"); return 1; }
    }
    for (i = 0; i < PAGES * size; i += 128) sum += base[i] == 'a';
    VirtualQuery(base, &region, sizeof(region));
    printf("%lu pages, %lu bytes, %lu marks, state %lx, protection %lx\n", pages, (DWORD)region.RegionSize, sum, region.State, region.Protect);
    __try { base[PAGES * size] = 'b'; puts("?"); }
    __except (commit(GetExceptionCode())) { puts("taken"); }
    printf("release %s\n", VirtualFree(base, 0, MEM_RELEASE) ? "succeeded" : "failed");
    __try { sum = base[0]; puts("?"); }
    __except (GetExceptionCode() == EXCEPTION_ACCESS_VIOLATION) { puts("gone"); }
    return 0;
}
