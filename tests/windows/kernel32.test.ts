import { describe, expect, it } from 'vitest';
import { closeInput, typeInput } from '../../src/nt/input.ts';
import { exe, run } from './run.ts';

/** What `main` with this body prints. */
function printed(body: string, before = ''): string {
  const text = `#include <windows.h>\n#include <stdio.h>\n#include <string.h>\n${before}\nint main(void)\n{\n${body}\n    return 0;\n}\n`;
  const { output, stop } = run(exe(text));
  expect(stop).toMatchObject({ kind: 'exit', code: 0 });
  return output;
}

describe('files', () => {
  it('are written, read back, measured and deleted', () => {
    const output = printed(`
    char text[32] = "";
    DWORD n;
    HANDLE file = CreateFileA("t.txt", GENERIC_READ | GENERIC_WRITE, 0, NULL, CREATE_ALWAYS, FILE_ATTRIBUTE_NORMAL, NULL);
    WriteFile(file, "hello file", 10, &n, NULL);
    printf("%lu", n);
    printf(" at %lu", SetFilePointer(file, -4, NULL, FILE_END));
    ReadFile(file, text, sizeof text, &n, NULL);
    printf(" %s %lu of %lu\\n", text, n, GetFileSize(file, NULL));
    printf("%d", ReadFile(file, text, sizeof text, &n, NULL));
    printf(" %lu\\n", n);
    printf("%lu", SetFilePointer(file, -11, NULL, FILE_BEGIN));
    printf(" %lu\\n", GetLastError());
    CloseHandle(file);
    printf("%d", DeleteFileA("T.TXT"));
    printf(" %d", (int)GetFileAttributesA("t.txt"));
    printf(" %lu\\n", GetLastError());`);
    expect(output).toBe('10 at 6 file 4 of 10\n1 0\n4294967295 131\n1 -1 2\n');
  });

  it('say why they cannot be opened, and what CreateFile found', () => {
    const output = printed(
      `
    report("none.txt", OPEN_EXISTING);
    report("C:\\\\nowhere\\\\none.txt", OPEN_EXISTING);
    report("a.txt", CREATE_NEW);
    report("a.txt", CREATE_NEW);
    report("a.txt", CREATE_ALWAYS);
    report("a.txt", OPEN_ALWAYS);
    report("b.txt", OPEN_ALWAYS);
    report("", OPEN_EXISTING);
    printf("%d", CloseHandle((HANDLE)0x1234));
    printf(" %lu\\n", GetLastError());`,
      `void report(const char *name, DWORD how)
{
    HANDLE file = CreateFileA(name, GENERIC_WRITE, 0, NULL, how, 0, NULL);
    printf("%d %lu\\n", file != INVALID_HANDLE_VALUE, GetLastError());
    if (file != INVALID_HANDLE_VALUE) CloseHandle(file);
}`,
    );
    expect(output).toBe('0 2\n0 3\n1 0\n0 80\n1 183\n1 183\n1 0\n0 3\n0 6\n');
  });

  it('read lines from the console, as bytes and as wide characters, until the input ends', () => {
    const text = `#include <windows.h>
int main(void)
{
    char bytes[16];
    WCHAR wide[16];
    DWORD n;
    HANDLE in = GetStdHandle(STD_INPUT_HANDLE), out = GetStdHandle(STD_OUTPUT_HANDLE);
    ReadFile(in, bytes, sizeof bytes, &n, NULL);
    WriteFile(out, bytes, n, &n, NULL);
    ReadConsoleW(in, wide, 16, &n, NULL);
    WriteConsoleW(out, wide, n, &n, NULL);
    return ReadFile(in, bytes, sizeof bytes, &n, NULL) && n == 0 ? (int)GetFileType(in) : 99;
}
`;
    const { machine, stop } = run(exe(text));
    expect(stop.kind).toBe('input');
    typeInput(machine, 'one\r\n中ü\r\n');
    closeInput(machine);
    expect(machine.run(machine.position + 5_000_000)).toMatchObject({ kind: 'exit', code: 2 });
    const output = machine.log.entries.flatMap((e) =>
      e.kind === 'output' ? [(e as unknown as { bytes: Uint8Array }).bytes] : [],
    );
    expect(output.map((bytes) => new TextDecoder().decode(bytes)).join('')).toBe('one\r\n中ü\r\n');
  });
});

describe('messages', () => {
  it('have the texts of the system, and take inserts with formats', () => {
    const output = printed(`
    char *text, buffer[80];
    DWORD_PTR inserts[] = { (DWORD_PTR)"abc", 255 };
    FormatMessageA(FORMAT_MESSAGE_ALLOCATE_BUFFER | FORMAT_MESSAGE_FROM_SYSTEM | FORMAT_MESSAGE_IGNORE_INSERTS, NULL, ERROR_ACCESS_DENIED, 0, (LPSTR)&text, 0, NULL);
    printf("%s", text);
    printf("%p\\n", LocalFree(text));
    FormatMessageA(FORMAT_MESSAGE_FROM_STRING | FORMAT_MESSAGE_ARGUMENT_ARRAY, "%2!08x! %1!6s! %1!-6s!|%%%n", 0, 0, buffer, sizeof buffer, (va_list *)inserts);
    printf("%s", buffer);
    printf("%lu", FormatMessageA(FORMAT_MESSAGE_FROM_SYSTEM, NULL, 54321, 0, buffer, sizeof buffer, NULL));
    printf(" %lu\\n", GetLastError());
    printf("%lu", FormatMessageA(FORMAT_MESSAGE_FROM_SYSTEM, NULL, 5, 0, buffer, 4, NULL));
    printf(" %lu\\n", GetLastError());`);
    expect(output).toBe('Access is denied.\r\n00000000\n000000ff    abc abc   |%\r\n0 317\n0 122\n');
  });
});

describe('memory', () => {
  it('is queried, protected and freed in whole regions', () => {
    const output = printed(`
    MEMORY_BASIC_INFORMATION m;
    DWORD old;
    char *p = VirtualAlloc(NULL, 0x5000, MEM_RESERVE, PAGE_NOACCESS);
    VirtualAlloc(p + 0x1000, 1, MEM_COMMIT, PAGE_READWRITE);
    VirtualQuery(p, &m, sizeof m);
    printf("%lx %lx %lx\\n", m.RegionSize, m.State, m.Protect);
    VirtualQuery(p + 0x1234, &m, sizeof m);
    printf("%lx %lx %lx %lx %d\\n", m.RegionSize, m.State, m.Protect, m.Type, m.AllocationBase == p);
    printf("%d", VirtualProtect(p + 0x1000, 1, PAGE_READONLY, &old));
    printf(" %lx\\n", old);
    printf("%d %d\\n", IsBadWritePtr(p + 0x1000, 1), IsBadReadPtr(p + 0x1000, 1));
    printf("%d", VirtualFree(p, 1, MEM_RELEASE));
    printf(" %lu", GetLastError());
    printf(" %d\\n", VirtualFree(p, 0, MEM_RELEASE));`);
    expect(output).toBe('1000 2000 0\n1000 1000 4 20000 1\n1 4\n1 0\n0 87 1\n');
  });

  it('that is moveable has a handle whose bit 2 is set, a lock count, and survives growth', () => {
    const output = printed(`
    HGLOBAL fixed = GlobalAlloc(GPTR, 10), moveable = GlobalAlloc(GHND, 100);
    char *p = GlobalLock(moveable);
    strcpy(p, "kept");
    printf("%d %d %lu %x\\n", (int)fixed & 7, (int)moveable & 7, GlobalSize(moveable), GlobalFlags(moveable));
    printf("%d %lu\\n", GlobalUnlock(moveable), GetLastError());
    printf("%d", GlobalUnlock(moveable));
    printf(" %lu\\n", GetLastError());
    printf("%d\\n", GlobalReAlloc(moveable, 5000, GMEM_ZEROINIT) == moveable);
    p = GlobalLock(moveable);
    printf("%s %lu %d %d\\n", p, GlobalSize(moveable), p[4999], GlobalHandle(p) == moveable);
    printf("%p %p\\n", GlobalFree(fixed), GlobalFree(moveable));
    printf("%x\\n", GlobalFlags(moveable));
    printf("%lu\\n", GlobalSize(GlobalAlloc(GMEM_FIXED, 0)));`);
    expect(output).toBe('0 4 100 1\n0 0\n0 158\n1\nkept 5000 0 1\n00000000 00000000\n8000\n1\n');
  });
});

describe('slots of threads', () => {
  it('never give out index 0, clear the last error on reading, and check only the range', () => {
    const output = printed(`
    DWORD index = TlsAlloc();
    printf("%d", index != 0);
    TlsSetValue(index, (LPVOID)7);
    SetLastError(5);
    printf(" %p", TlsGetValue(index));
    printf(" %lu", GetLastError());
    printf(" %p", TlsGetValue(5000));
    printf(" %lu\\n", GetLastError());
    printf("%d %d\\n", TlsFree(index), TlsFree(index));`);
    expect(output).toBe('1 00000007 0 00000000 87\n0 1\n');
  });

  it('are zero in the next owner of the index', () => {
    const output = printed(`
    DWORD index, i;
    for (i = 0; i < 70; i++) index = TlsAlloc();
    TlsSetValue(index, "old");
    TlsFree(index);
    printf("%d %p\\n", index > 64, TlsGetValue(index));`);
    expect(output).toBe('1 00000000\n');
  });

  it('go on behind index 63 with 65, and end with 1087', () => {
    const output = printed(`
    DWORD index, last = 0, holes = 0;
    while ((index = TlsAlloc()) != TLS_OUT_OF_INDEXES) {
        if (last != 0 && index != last + 1) printf("%lu after %lu\\n", index, last);
        last = index;
    }
    printf("%lu\\n", last);`);
    expect(output).toBe('65 after 63\n1087\n');
  });

  it('call back for a fibre-local value when its slot is freed', () => {
    const output = printed(
      '    DWORD index = FlsAlloc(gone);\n    FlsSetValue(index, "value");\n    printf("%d\\n", FlsFree(index));',
      'void WINAPI gone(PVOID value) { printf("gone %s\\n", (char *)value); }',
    );
    expect(output).toBe('gone value\n1\n');
  });
});

describe('critical sections and events', () => {
  it('count as since Vista: -1 free, -2 owned, recursion elsewhere', () => {
    const output = printed(`
    CRITICAL_SECTION c;
    InitializeCriticalSection(&c);
    printf("%ld %ld\\n", c.LockCount, c.RecursionCount);
    EnterCriticalSection(&c);
    printf("%d", TryEnterCriticalSection(&c));
    printf(" %ld %ld %d\\n", c.LockCount, c.RecursionCount, c.OwningThread == (HANDLE)GetCurrentThreadId());
    LeaveCriticalSection(&c);
    LeaveCriticalSection(&c);
    printf("%ld %p\\n", c.LockCount, c.OwningThread);
    DeleteCriticalSection(&c);`);
    expect(output).toBe('-1 0\n1 -2 2 1\n-1 00000000\n');
  });

  it('let one wait through for each signal of an auto-reset event, found by its name', () => {
    const output = printed(`
    HANDLE first = CreateEventA(NULL, FALSE, TRUE, "name"), second;
    printf("%lu", GetLastError());
    second = CreateEventW(NULL, FALSE, TRUE, L"name");
    printf(" %lu\\n", GetLastError());
    printf("%lu", WaitForSingleObject(second, 0));
    printf(" %lu", WaitForSingleObject(first, 20));
    SetEvent(second);
    printf(" %lu\\n", WaitForSingleObject(first, INFINITE));
    printf("%lx", WaitForSingleObject((HANDLE)0x9999, 0));
    printf(" %lu\\n", GetLastError());`);
    expect(output).toBe('0 183\n0 258 0\nffffffff 6\n');
  });
});

describe('mutexes and semaphores', () => {
  it('count, refuse who is not the owner and what is too much, and are waited for together', () => {
    const output = printed(`
    HANDLE both[2];
    LONG before = -1;
    both[0] = CreateMutexA(NULL, TRUE, "mutex");
    both[1] = CreateSemaphoreA(NULL, 1, 3, NULL);
    printf("%d", ReleaseMutex(OpenMutexA(MUTANT_ALL_ACCESS, FALSE, "mutex")));
    printf(" %d", ReleaseMutex(both[0]));
    printf(" %lu\\n", GetLastError());
    printf("%lu", WaitForMultipleObjects(2, both, TRUE, 0));
    printf(" %lu", WaitForMultipleObjects(2, both, TRUE, 0));
    printf(" %lu\\n", WaitForMultipleObjects(2, both, FALSE, 0));
    printf("%d", ReleaseSemaphore(both[1], 2, &before));
    printf(" %ld", before);
    printf(" %d", ReleaseSemaphore(both[1], 2, NULL));
    printf(" %lu\\n", GetLastError());`);
    expect(output).toBe('1 0 288\n0 258 0\n1 0 0 298\n');
  });
});

describe('directories', () => {
  it('are searched with wildcards, after files were copied', () => {
    const output = printed(`
    WIN32_FIND_DATAA found;
    DWORD n;
    HANDLE file = CreateFileA("two.txt", GENERIC_WRITE, 0, NULL, CREATE_ALWAYS, 0, NULL), search;
    WriteFile(file, "12345", 5, &n, NULL);
    CloseHandle(file);
    printf("%d", CopyFileA("two.txt", "three.TXT", TRUE));
    printf(" %d", CopyFileA("two.txt", "three.txt", TRUE));
    printf(" %lu\\n", GetLastError());
    search = FindFirstFileA("t*.txt", &found);
    do printf("%s %lu\\n", found.cFileName, found.nFileSizeLow); while (FindNextFileA(search, &found));
    printf("%lu %d", GetLastError(), FindClose(search));
    printf(" %d", FindFirstFileA("*.none", &found) == INVALID_HANDLE_VALUE);
    printf(" %lu\\n", GetLastError());`);
    expect(output).toBe('1 0 80\nthree.TXT 5\ntwo.txt 5\n18 1 1 2\n');
  });

  it('take . and .. out of full paths', () => {
    const output = printed(`
    char text[100], *part;
    printf("%lu", GetFullPathNameA("..\\\\x\\\\.\\\\y.txt", sizeof text, text, &part));
    printf(" %s %s\\n", text, part);`);
    expect(output).toBe('10 C:\\x\\y.txt y.txt\n');
  });
});

describe('the amount of memory', () => {
  it('falls by what is committed and used', () => {
    const output = printed(`
    MEMORYSTATUSEX before = { sizeof before }, after = { sizeof after };
    char *p;
    int i;
    GlobalMemoryStatusEx(&before);
    p = VirtualAlloc(NULL, 0x100000, MEM_COMMIT, PAGE_READWRITE);
    for (i = 0; i < 0x100000; i += 4096) p[i] = 1;
    GlobalMemoryStatusEx(&after);
    printf("%d", (int)((before.ullAvailPageFile - after.ullAvailPageFile) >> 20));
    printf(" %d", before.ullAvailPhys - after.ullAvailPhys >= 0x100000);
    printf(" %x", (unsigned)(before.ullAvailVirtual - after.ullAvailVirtual));
    printf(" %x\\n", (unsigned)before.ullTotalVirtual);`);
    expect(output).toBe('1 1 100000 7ffe0000\n');
  });
});

describe('the rest', () => {
  it('sets, reads, expands and removes environment variables', () => {
    const output = printed(`
    char text[64];
    SetEnvironmentVariableA("Glass", "clear");
    printf("%lu", GetEnvironmentVariableA("GLASS", text, sizeof text));
    printf(" %s %lu\\n", text, GetEnvironmentVariableA("GLASS", text, 3));
    printf("%lu", ExpandEnvironmentStringsA("<%glass%|%no such%>", text, sizeof text));
    printf(" %s\\n", text);
    printf("%d", SetEnvironmentVariableA("GLASS", NULL));
    printf(" %lu", GetEnvironmentVariableA("GLASS", text, sizeof text));
    printf(" %lu\\n", GetLastError());`);
    expect(output).toBe('5 clear 6\n18 <clear|%no such%>\n1 0 203\n');
  });

  it('converts between code pages, and says when it cannot', () => {
    const output = printed(`
    WCHAR wide[16];
    char narrow[16];
    BOOL used;
    printf("%d", MultiByteToWideChar(CP_UTF8, 0, "\\xE4\\xB8\\xAD\\xF0\\x9F\\x98\\x80", -1, wide, 16));
    printf(" %04x %04x %04x\\n", wide[0], wide[1], wide[2]);
    printf("%d", MultiByteToWideChar(CP_ACP, 0, "\\x80\\xFC", 2, wide, 16));
    printf(" %04x %04x\\n", wide[0], wide[1]);
    printf("%d", WideCharToMultiByte(CP_ACP, 0, L"\\x20AC\\x4E2D?", 3, narrow, 16, "#", &used));
    printf(" %02x%c%c %d\\n", (unsigned char)narrow[0], narrow[1], narrow[2], used);
    printf("%d", MultiByteToWideChar(CP_UTF8, MB_ERR_INVALID_CHARS, "\\xC0\\x80", 2, wide, 16));
    printf(" %lu", GetLastError());
    printf(" %d", MultiByteToWideChar(CP_UTF8, 0, "abc", 3, wide, 2));
    printf(" %lu\\n", GetLastError());`);
    expect(output).toBe('4 4e2d d83d de00\n2 20ac 00fc\n3 80#? 1\n0 1113 0 122\n');
  });

  it('compares strings by alphabet before case', () => {
    const output = printed(
      '    printf("%d %d %d %d %d\\n", lstrcmpA("a", "B"), lstrcmpA("Z", "a"), lstrcmpA("a", "A"), lstrcmpiA("Stra", "sTRA"), lstrcmpA("9", "a"));',
    );
    expect(output).toBe('-1 1 -1 0 -1\n');
  });

  it('turns times into calendar dates and back', () => {
    const output = printed(`
    FILETIME f = { 0xD53E8000, 0x019DB1DE };
    SYSTEMTIME t = { 2000, 2, 0, 29, 23, 59, 59, 999 }, back;
    FileTimeToSystemTime(&f, &back);
    printf("%d-%d-%d %d:%d day %d\\n", back.wYear, back.wMonth, back.wDay, back.wHour, back.wMinute, back.wDayOfWeek);
    printf("%d", SystemTimeToFileTime(&t, &f));
    FileTimeToSystemTime(&f, &back);
    printf(" %d-%d-%d %d:%d:%d.%d day %d\\n", back.wYear, back.wMonth, back.wDay, back.wHour, back.wMinute, back.wSecond, back.wMilliseconds, back.wDayOfWeek);
    t.wYear = 2001;
    printf("%d\\n", SystemTimeToFileTime(&t, &f));`);
    expect(output).toBe('1970-1-1 0:0 day 4\n1 2000-2-29 23:59:59.999 day 2\n0\n');
  });

  it('sleeps in simulated time', () => {
    const output = printed(`
    DWORD before = GetTickCount(), slept;
    Sleep(1000);
    slept = GetTickCount() - before;
    printf("%d\\n", slept >= 1000 && slept < 1050);`);
    expect(output).toBe('1\n');
  });

  it('multiplies and divides with 64 bits in between, rounding to the nearest', () => {
    expect(
      printed(
        '    printf("%d %d %d %d\\n", MulDiv(7, 3, 2), MulDiv(-7, 3, 2), MulDiv(0x7FFFFFFF, 2, 1), MulDiv(1, 1, 0));',
      ),
    ).toBe('11 -11 -1 -1\n');
  });
});
