import { describe, expect, test } from 'vitest';
import { CompileError } from '../../src/compiler/diagnostic.ts';
import type { LinkOptions } from '../../src/compiler/link.ts';
import type { Library } from '../../src/compiler/object.ts';
import { linked, object, readPe, run } from './back-guest.ts';

const kernel32: Library = {
  kind: 'import',
  dll: 'kernel32.dll',
  names: [
    { name: '_HeapAlloc@12', exportName: 'HeapAlloc' },
    { name: '_Sleep@4', exportName: 'Sleep' },
    { name: '_environment', exportName: 'environment', data: true },
  ],
};

const imports: Partial<LinkOptions> = { libraries: [kernel32] };
const dll: Partial<LinkOptions> = { fileName: 'lib.dll', isDll: true, entry: '', base: 0x10000000 };

/** Names that the image exports, with the RVA or the forwarder. */
function exportsOf(image: ReturnType<typeof linked>): Record<string, number | string> {
  const pe = readPe(image.bytes);
  const { rva, size } = pe.directory(0);
  const directory = pe.at(rva);
  const [addresses, names, ordinals] = [28, 32, 36].map((o) => directory.getUint32(o, true)) as [
    number,
    number,
    number,
  ];
  const count = directory.getUint32(24, true);
  const result: Record<string, number | string> = {};
  for (let i = 0; i < count; i++) {
    const ordinal = pe.at(ordinals + i * 2).getUint16(0, true);
    const address = pe.at(addresses + ordinal * 4).getUint32(0, true);
    const inside = address >= rva && address < rva + size;
    result[pe.text(pe.at(names + i * 4).getUint32(0, true))] = inside ? pe.text(address) : address;
  }
  return result;
}

function message(build: () => unknown): string {
  try {
    build();
  } catch (error) {
    if (error instanceof CompileError)
      return `${error.diagnostic.file}(${error.diagnostic.line}): ${error.diagnostic.message}`;
    throw error;
  }
  return 'no error';
}

describe('the image', () => {
  test('is a PE32 file whose checksum is right and which is the same each time', () => {
    const first = linked([object('int main(void) { return 42; }')]);
    const second = linked([object('int main(void) { return 42; }')]);
    expect(first.bytes).toEqual(second.bytes);
    const { view, pe, optional } = readPe(first.bytes);
    expect(view.getUint16(0, true)).toBe(0x5a4d);
    expect(view.getUint32(pe, true)).toBe(0x4550);
    expect([view.getUint16(optional + 48, true), view.getUint16(optional + 50, true)]).toEqual([5, 0]);
    const stored = view.getUint32(optional + 64, true);
    let sum = 0;
    for (let i = 0; i < first.bytes.length; i += 2) {
      if (i !== optional + 64 && i !== optional + 66) sum += view.getUint16(i, true);
      sum = (sum & 0xffff) + (sum >>> 16);
    }
    expect(stored).toBe(sum + first.bytes.length);
  });

  test('runs at another base after its relocations were applied', () => {
    const text =
      'int a = 5; int *p = &a; static int f(void) { return *p; } int (*q)(void) = f; int main(void) { return q() + a; }';
    expect(run(linked([object(text)]))).toBe(10);
  });

  test('joins objects: functions, initialised, tentative and static data', () => {
    const one = object(
      'extern int b; int common; static int s = 1; int f(void); int main(void) { common = 7; return f() + s + b; }',
      {},
      'one.c',
    );
    const two = object(
      'int b = 100; int common; static int s = 2; int f(void) { return common * 10 + s; }',
      {},
      'two.c',
    );
    expect(run(linked([one, two]))).toBe(173);
  });

  test('takes only those members of a library that are needed', () => {
    const members = [
      object('int f(void) { return 3; }', {}, 'f.c'),
      object('int missing(void); int unneeded(void) { return missing(); }', {}, 'u.c'),
    ];
    const image = linked([object('int f(void); int main(void) { return f(); }')], {
      libraries: [{ kind: 'static', name: 'l', members }],
    });
    expect(image.symbols.functions.map((f) => f.name).sort()).toEqual(['f', 'main']);
    expect(run(image)).toBe(3);
  });

  test('groups .CRT sections by the letters behind the $', () => {
    const text = `
      #pragma section(".CRT$XCA", read)
      #pragma section(".CRT$XCU", read)
      #pragma section(".CRT$XCZ", read)
      typedef void (*F)(void);
      int n; void one(void) { n = n * 10 + 1; } void two(void) { n = n * 10 + 2; }
      __declspec(allocate(".CRT$XCZ")) F last = 0;
      __declspec(allocate(".CRT$XCU")) F a = one;
      __declspec(allocate(".CRT$XCA")) F first = 0;
      __declspec(allocate(".CRT$XCU")) F b = two;
      int main(void) { F *p; for (p = &first; p < &last; p++) if (*p) (*p)(); return n; }`;
    expect(run(linked([object(text)]))).toBe(12);
  });

  test('runs initialisers of C++ globals from .CRT$XCU', () => {
    const image = linked([
      object('int f() { return 6; } int g = f(); int main() { return g; }', { language: 'c++' }, 'm.cpp'),
    ]);
    const { sections } = readPe(image.bytes);
    expect(sections.map((s) => s.name)).toContain('.rdata');
    expect(image.symbols.functions.map((f) => f.name)).toContain("dynamic initializer for 'g'");
  });

  test('describes thread-local storage to the loader', () => {
    const pe = readPe(linked([object('__declspec(thread) int t = 0x1234; int main(void) { return t; }')]).bytes);
    const { rva, size } = pe.directory(9);
    expect(size).toBe(24);
    const directory = pe.at(rva);
    const [start, end, index, callbacks] = [0, 4, 8, 12].map((o) => directory.getUint32(o, true) - pe.base) as [
      number,
      number,
      number,
      number,
    ];
    expect(end - start).toBe(8);
    expect(pe.at(start + 4).getUint32(0, true)).toBe(0x1234);
    expect(pe.at(callbacks).getUint32(0, true)).toBe(0);
    expect(index).toBeGreaterThan(0);
  });
});

describe('imports', () => {
  const text = `
    __declspec(dllimport) void __stdcall Sleep(unsigned ms);
    void * __stdcall HeapAlloc(void *, unsigned, unsigned);
    int main(void) { Sleep(1); return HeapAlloc(0, 0, 8) != 0; }`;

  test('stand in the import directory by DLL and name', () => {
    const pe = readPe(linked([object(text)], imports).bytes);
    const descriptor = pe.at(pe.directory(1).rva);
    expect(pe.text(descriptor.getUint32(12, true))).toBe('kernel32.dll');
    const names = pe.at(descriptor.getUint32(0, true));
    expect(pe.text(names.getUint32(0, true) + 2)).toBe('HeapAlloc');
    expect(pe.text(names.getUint32(4, true) + 2)).toBe('Sleep');
    expect(names.getUint32(8, true)).toBe(0);
  });

  test('are called through their cell when declared dllimport, through a jump otherwise', () => {
    const image = linked([object(text)], imports);
    const pe = readPe(image.bytes);
    const thunk = image.symbols.functions.find((f) => f.name === 'HeapAlloc');
    expect(thunk).toBeDefined();
    expect(pe.at(thunk?.rva ?? 0).getUint16(0, true)).toBe(0x25ff);
    expect(image.symbols.functions.some((f) => f.name === 'Sleep')).toBe(false);
  });
});

describe('exports', () => {
  test('come from dllexport, from a module definition and from the linker pragma, sorted by name', () => {
    const text = `
      __declspec(dllexport) int __stdcall Add(int a, int b) { return a + b; }
      __declspec(dllexport) int Counter = 42;
      int hidden(void) { return 3; }
      #pragma comment(linker, "/export:Alias=hidden")`;
    const image = linked([object(text)], {
      ...dll,
      exports: ['Other=hidden', 'RtlMove=NTDLL.RtlMoveMemory', 'Sum=Add @7'],
    });
    const found = exportsOf(image);
    expect(Object.keys(found)).toEqual(['Add', 'Alias', 'Counter', 'Other', 'RtlMove', 'Sum']);
    expect(found['RtlMove']).toBe('NTDLL.RtlMoveMemory');
    expect(found['Alias']).toBe(image.symbols.functions.find((f) => f.name === 'hidden')?.rva);
    expect(found['Sum']).toBe(found['Add']);
    expect(found['Counter']).toBe(image.symbols.data.find((d) => d.name === 'Counter')?.rva);
  });

  test('that nobody defines are refused', () => {
    expect(message(() => linked([object('int f(void) { return 1; }')], { ...dll, exports: ['nothing'] }))).toBe(
      "lib.dll(1): the export 'nothing' is not defined in any source",
    );
  });
});

describe('what does not fit together', () => {
  test('an unresolved name says who uses it, where, and what is near', () => {
    const text = 'void *HeapAllocat(void);\nint main(void) {\n  return HeapAllocat() != 0;\n}';
    expect(message(() => linked([object(text)], imports))).toBe(
      "main.c(3): unresolved external 'HeapAllocat' used in main.c; did you mean 'HeapAlloc'?",
    );
  });

  test('a name defined twice says where', () => {
    const build = () =>
      linked([
        object('int f(void) { return 1; } int main(void) { return f(); }'),
        object('\nint f(void) { return 2; }', {}, 'b.c'),
      ]);
    expect(message(build)).toBe("b.c(2): 'f' is already defined in main.c");
  });

  test('a program without entry is refused', () => {
    expect(message(() => linked([object('int f(void) { return 1; }')]))).toBe(
      "main.exe(1): no source or library defines the entry 'main'",
    );
  });
});

describe('debug data', () => {
  const text =
    'struct list { struct list *next; int n; };\nint total;\nint main(void) {\n  struct list l;\n  l.n = 1;\n  {\n    int inner = 2;\n    total = inner + l.n;\n  }\n  return total;\n}';

  test('gives each statement a row of the line table, and none to what lies between functions', () => {
    const { symbols } = linked([object(text)]);
    const rows = Array.from({ length: symbols.lines.length / 3 }, (_, i) => symbols.lines[i * 3 + 2]);
    expect(rows).toEqual([3, 5, 7, 8, 10, 11, 0]);
    const [main] = symbols.functions;
    expect(main?.bodyRva).toBe(symbols.lines[3]);
  });

  test('knows locals with their place and scope', () => {
    const { symbols } = linked([object(text)]);
    const locals = symbols.functions[0]?.locals ?? [];
    const inner = locals.find((l) => l.name === 'inner');
    expect(locals.find((l) => l.name === 'l')?.offset).toBe(-8);
    expect(inner?.offset).toBe(-12);
    expect(inner?.from).toBe(symbols.lines[6]);
    expect(inner?.to).toBe(symbols.lines[12]);
  });

  test('describes structures that point to themselves, once for all units', () => {
    const other = object(`${text.split('\n')[0]} int other(struct list *p) { return p->n; }`, {}, 'other.c');
    const { symbols } = linked([object(text), other]);
    const lists = symbols.types.filter((t) => t.kind === 'struct' && t.name === 'list');
    expect(lists).toHaveLength(1);
    const index = symbols.typeNames['list'] as number;
    const list = symbols.types[index];
    const next = list?.kind === 'struct' ? symbols.types[list.members[0]?.type ?? -1] : undefined;
    expect(next).toEqual({ kind: 'pointer', to: index });
  });
});

describe('the address space', () => {
  test('holds no image and no frame beyond 2 GB', () => {
    const data = 'static int a[400000000]; static int b[400000000]; int main(void) { return a[1] + b[1]; }';
    expect(message(() => linked([object(data)]))).toBe(
      'main.exe(1): the image would take 3052 MB: too much for the 2 GB of a process',
    );
    const frame = '\nint main(void) { char a[0x7fffffff]; char b[0x7fffffff]; return a[1] + b[1]; }';
    expect(message(() => object(frame))).toBe('main.c(2): the local variables of this function take more than 2 GB');
  });
});
