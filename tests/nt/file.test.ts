import { describe, expect, test } from 'vitest';
import { closeInput, typeInput } from '../../src/nt/input.ts';
import { STATUS } from '../../src/nt/ntstatus.ts';
import { bootText, output, program, run } from './guest.ts';

const helpers = `
static void name(OBJECT_ATTRIBUTES *a, UNICODE_STRING *s, WCHAR *text) { int n = 0; while (text[n]) n++;
  s->Buffer = text; s->Length = n * 2; s->MaximumLength = n * 2; a->Length = 24; a->Root = 0; a->Name = s; a->Attributes = 0x40; a->a = a->b = 0; }
static NTSTATUS open(HANDLE *h, WCHAR *text, ULONG access, ULONG how) { OBJECT_ATTRIBUTES a; UNICODE_STRING s; IO_STATUS_BLOCK io; name(&a, &s, text);
  return NtCreateFile(h, access, &a, &io, 0, 0x80, 3, how, 0x20, 0, 0); }
static HANDLE standard(int which) { ULONG *peb; __asm { mov eax, fs:[30h]
   mov peb, eax } return ((HANDLE *)(peb[4] + 0x18))[which]; }
static ULONG io_information;
static NTSTATUS put(HANDLE h, char *s) { IO_STATUS_BLOCK io; int n = 0; while (s[n]) n++; return NtWriteFile(h, 0, 0, 0, &io, s, n, 0, 0); }
static int get(HANDLE h, char *b, int n) { IO_STATUS_BLOCK io; if (NtReadFile(h, 0, 0, 0, &io, b, n, 0, 0)) return -1; return io.Information; }
`;

function result(body: string, options = {}): number {
  const { stop } = run(
    `${helpers} int start(void) { HANDLE h, g; char b[64]; int n; long long at; IO_STATUS_BLOCK io; ${body} }`,
    options,
  );
  return stop.kind === 'exit' ? stop.code : -1;
}

const path = 'L"\\\\??\\\\C:\\\\Course\\\\a.txt"';
const ALL = '0xC0000000';

describe('files', () => {
  test('keep what was written, and are read from where the handle stands', () => {
    expect(
      result(
        `open(&h, ${path}, ${ALL}, 2); put(h, "hello"); at = 1; NtSetInformationFile(h, &io, &at, 8, 14); n = get(h, b, 3); return n * 1000 + b[0];`,
      ),
    ).toBe(3101);
    expect(result(`open(&h, ${path}, ${ALL}, 2); put(h, "hello"); at = 5; return get(h, b, 3);`)).toBe(0xffffffff);
  });

  test('are found by their names, letters aside', () => {
    expect(
      result(
        `open(&h, ${path}, ${ALL}, 2); put(h, "x"); NtClose(h); return open(&g, L"\\\\??\\\\c:\\\\course\\\\A.TXT", ${ALL}, 1);`,
      ),
    ).toBe(0);
    expect(result(`return open(&h, ${path}, ${ALL}, 1);`)).toBe(STATUS.STATUS_OBJECT_NAME_NOT_FOUND);
    expect(result(`return open(&h, L"\\\\??\\\\C:\\\\Nowhere\\\\a", ${ALL}, 1);`)).toBe(
      STATUS.STATUS_OBJECT_PATH_NOT_FOUND,
    );
    expect(result(`open(&h, ${path}, ${ALL}, 2); return open(&g, ${path}, ${ALL}, 2);`)).toBe(
      STATUS.STATUS_OBJECT_NAME_COLLISION,
    );
  });

  test('that the machine was given are there', () => {
    const files = { 'a.txt': new TextEncoder().encode('given') };
    expect(result(`open(&h, ${path}, 0x80000000, 1); return get(h, b, 64) * 1000 + b[4];`, { files })).toBe(5110);
  });

  test('of the system can be read but not written', () => {
    const ntdll = 'L"\\\\??\\\\C:\\\\Windows\\\\System32\\\\ntdll.dll"';
    expect(result(`open(&h, ${ntdll}, 0x80000000, 1); get(h, b, 2); return b[0] * 256 + b[1];`)).toBe(0x4d5a);
    expect(result(`return open(&h, ${ntdll}, ${ALL}, 1);`)).toBe(STATUS.STATUS_ACCESS_DENIED);
  });

  test('are gone after the last handle when they are deleted', () => {
    expect(
      result(
        `char yes = 1; open(&h, ${path}, ${ALL}, 2); NtSetInformationFile(h, &io, &yes, 1, 13); NtClose(h); return open(&h, ${path}, ${ALL}, 1);`,
      ),
    ).toBe(STATUS.STATUS_OBJECT_NAME_NOT_FOUND);
  });
});

describe('console input', () => {
  test('comes line by line, and ends', () => {
    const m = bootText(
      `${helpers} int start(void) { char b[64]; int n; while ((n = get(standard(0), b, 63)) > 0) { b[n] = 0; put(standard(1), "<"); put(standard(1), b); put(standard(1), ">"); } return n; }`,
    );
    expect(m.run(1_000_000)).toEqual({ kind: 'input' });
    typeInput(m, 'one\ntw');
    expect(m.run(1_000_000)).toEqual({ kind: 'input' });
    expect(output(m)).toBe('<one\r\n>');
    typeInput(m, 'o\n');
    closeInput(m);
    expect(m.run(1_000_000)).toMatchObject({ kind: 'exit' });
    expect(output(m)).toBe('<one\r\n><two\r\n>');
  });

  test('typed before it is asked for is not lost', () => {
    const m = bootText(`${helpers} int start(void) { char b[64]; return get(standard(0), b, 63); }`);
    typeInput(m, 'abc\n');
    expect(m.run(1_000_000)).toEqual({ kind: 'exit', code: 5 });
  });
});

describe('image sections', () => {
  const map = `
    static ULONG map(WCHAR *text) { OBJECT_ATTRIBUTES a; UNICODE_STRING s; IO_STATUS_BLOCK io; HANDLE h, g; ULONG base = 0, size = 0; name(&a, &s, text);
      if (NtOpenFile(&h, 0x100021, &a, &io, 5, 0x60) || NtCreateSection(&g, 0xf, 0, 0, 0x10, 0x1000000, h)) return 0;
      if (NtMapViewOfSection(g, (HANDLE)-1, (PVOID *)&base, 0, 0, 0, &size, 1, 0, 4)) return 1; return base; }`;
  const dll = program(
    'int seven(void) { return 7; } int (*pointer)(void) = seven; int start(void) { return pointer(); }',
    { fileName: 'some.dll', base: 0x10000000 },
  );
  const name = 'L"\\\\??\\\\C:\\\\Course\\\\some.dll"';

  test('a DLL is mapped where it wants to lie, and a second time with its addresses corrected', () => {
    const call =
      'ULONG entry(ULONG base) { return ((ULONG (*)(void))(base + *(ULONG *)(base + *(ULONG *)(base + 0x3c) + 0x28)))(); }';
    const text = `${helpers} ${map} ${call} int start(void) { ULONG first = map(${name}), second = map(${name}); return (first == 0x10000000) + (second != first) * 10 + entry(first) * 100 + entry(second) * 1000; }`;
    const { m, stop } = run(text, { images: [dll] });
    expect(stop).toEqual({ kind: 'exit', code: 7711 });
    expect(m.log.entries.filter((entry) => entry.kind === 'module')).toHaveLength(4);
  });

  test('unmapped, its memory is free again', () => {
    const text = `${helpers} ${map} int start(void) { ULONG base = map(${name}); NtUnmapViewOfSection((HANDLE)-1, (PVOID)base); return map(${name}) == base; }`;
    expect(run(text, { images: [dll] }).stop).toEqual({ kind: 'exit', code: 1 });
  });

  test('a text is no image', () => {
    const text = `${helpers} ${map} int start(void) { return map(L"\\\\??\\\\C:\\\\Course\\\\a.txt"); }`;
    expect(run(text, { files: { 'a.txt': new Uint8Array(5000) } }).stop).toEqual({ kind: 'exit', code: 0 });
  });
});

test('a thread that waits for input stands on its system-call instruction, and makes the call anew', () => {
  const m = bootText(`${helpers} int start(void) { char b[64]; return get(standard(0), b, 63); }`);
  m.run(1_000_000);
  const [p] = m.processors;
  expect(p && m.spaceOf(p.cr3).u16(p.eip)).toBe(0x340f);
});

test('a program that writes without end meets a limit', () => {
  const m = bootText(
    `${helpers} static char text[0x100000]; int start(void) { IO_STATUS_BLOCK io; for (;;) NtWriteFile(standard(1), 0, 0, 0, &io, text, sizeof text, 0, 0); }`,
  );
  expect(m.run(1_000_000)).toEqual({ kind: 'budget', what: 'trace' });
  expect(output(m).length).toBe(0x2000000);
  expect(m.run(1_000_000)).toEqual({ kind: 'budget', what: 'trace' });
});
