/*
 * Which exception each kind of instruction gives: privileged ones, undefined ones, bad interrupts and selectors, bounds.
 * Facts: what Wine's 32-bit exception tests assert of Windows (the fact that a bad #GP is an access violation with the
 * parameters 0 and FFFFFFFF is theirs). Output: by them.
 */
#include <windows.h>
#include <stdio.h>

static const struct { const char *name; unsigned char code[12]; } tests[] = {
    { "cli", { 0xfa, 0xc3 } },
    { "sti", { 0xfb, 0xc3 } },
    { "hlt", { 0xf4, 0xc3 } },
    { "in al,11h", { 0xe4, 0x11, 0xc3 } },
    { "out dx,eax", { 0xef, 0xc3 } },
    { "mov eax,cr0", { 0x0f, 0x20, 0xc0, 0xc3 } },
    { "mov eax,dr7", { 0x0f, 0x21, 0xf8, 0xc3 } },
    { "lgdt", { 0x0f, 0x01, 0x10, 0xc3 } },
    { "wbinvd", { 0x0f, 0x09, 0xc3 } },
    { "rdmsr", { 0x0f, 0x32, 0xc3 } },
    { "int 0", { 0xcd, 0x00, 0xc3 } },
    { "int ff", { 0xcd, 0xff, 0xc3 } },
    { "ud2", { 0x0f, 0x0b, 0xc3 } },
    { "lock ud2", { 0xf0, 0x0f, 0x0b, 0xc3 } },
    { "bound", { 0x62, 0x02, 0xc3 } },
    { "div ecx by 0", { 0x31, 0xc9, 0xf7, 0xf1, 0xc3 } },
    { "into", { 0xb0, 0x7f, 0x04, 0x01, 0xce, 0xc3 } },
    { "int 3", { 0xcc, 0xc3 } },
    { "int 2c", { 0xcd, 0x2c, 0xc3 } },
    { "nop", { 0x90, 0xc3 } },
};

static DWORD bounds[2] = { 10, 20 };
static unsigned char *code;

static int tell(const char *name, EXCEPTION_POINTERS *p)
{
    EXCEPTION_RECORD *r = p->ExceptionRecord;
    DWORD i;

    printf("%s: %08lx at +%d", name, r->ExceptionCode, (unsigned char *)r->ExceptionAddress - code);
    for (i = 0; i < r->NumberParameters; i++) printf(" %lx", r->ExceptionInformation[i]);
    puts("");
    return EXCEPTION_EXECUTE_HANDLER;
}

int main(void)
{
    int i;

    code = VirtualAlloc(NULL, 4096, MEM_COMMIT, PAGE_EXECUTE_READWRITE);
    for (i = 0; i < sizeof(tests) / sizeof(tests[0]); i++) {
        memcpy(code, tests[i].code, sizeof(tests[i].code));
        __try {
            __asm {
                mov     edx, offset bounds
                xor     eax, eax
                call    code
            }
            printf("%s: no exception\n", tests[i].name);
        } __except (tell(tests[i].name, GetExceptionInformation())) { }
    }
    return 0;
}
