/**
 * Little images for tests of the kernel: an ntdll of stubs and doors, and programs in C that call services directly.
 */
import { compile } from '../../src/compiler/compile.ts';
import { link } from '../../src/compiler/link.ts';
import type { Library } from '../../src/compiler/object.ts';
import type { Machine } from '../../src/machine/machine.ts';
import type { Stop } from '../../src/machine/stop.ts';
import { type BootOptions, boot } from '../../src/nt/boot.ts';
import type { BootImage } from '../../src/nt/kernel.ts';
import { services, stubsText } from '../../src/nt/services/index.ts';

const types = `
typedef void *HANDLE, *PVOID; typedef HANDLE *PHANDLE; typedef unsigned long ULONG, *PULONG, ACCESS_MASK; typedef long LONG, NTSTATUS;
typedef unsigned char BOOLEAN; typedef unsigned short WCHAR, USHORT; typedef void *POBJECT_ATTRIBUTES, *PIO_STATUS_BLOCK, *PLARGE_INTEGER;
typedef void *PCONTEXT, *PEXCEPTION_RECORD, *PUNICODE_STRING;
typedef struct { USHORT Length, MaximumLength; WCHAR *Buffer; } UNICODE_STRING;
typedef struct { ULONG Length; HANDLE Root; UNICODE_STRING *Name; ULONG Attributes; PVOID a, b; } OBJECT_ATTRIBUTES;
typedef struct { NTSTATUS Status; ULONG Information; } IO_STATUS_BLOCK;
`;

const doors = `
__declspec(dllexport) __declspec(naked) void KiFastSystemCallRet(void) { __asm { ret } }
__declspec(dllexport) __declspec(naked) void KiFastSystemCall(void) { __asm { mov edx, esp
    sysenter } }
__declspec(dllexport) int (*Handler)(ULONG *record, ULONG *context);
int __stdcall RtlDispatchException(ULONG *record, ULONG *context) { return Handler ? Handler(record, context) : 0; }
__declspec(dllexport) __declspec(naked) void KiUserExceptionDispatcher(void) { __asm {
    mov ecx, [esp+4]
    mov ebx, [esp]
    push ecx
    push ebx
    call RtlDispatchException
    pop ebx
    pop ecx
    test eax, eax
    je unhandled
    push 0
    push ecx
    call NtContinue
unhandled:
    push 0
    push ecx
    push ebx
    call NtRaiseException
    } }
__declspec(dllexport) __declspec(naked) void KiUserApcDispatcher(void) { __asm {
    lea edi, [esp+10h]
    pop eax
    call eax
    push 1
    push edi
    call NtContinue
    } }
__declspec(dllexport) void __stdcall LdrInitializeThunk(PVOID context, PVOID base, PVOID unused) { NtContinue(context, 1); }
__declspec(dllexport) __declspec(naked) void RtlUserThreadStart(void) { __asm {
    push ebx
    call eax
    push eax
    push 0FFFFFFFFh
    call NtTerminateProcess
    } }
`;

const front = { language: 'c' as const, defines: {}, include: () => undefined };
const shared = {
  subsystem: 'console' as const,
  subsystemVersion: [5, 0] as const,
  stackReserve: 0x100000,
  stackCommit: 0x1000,
  heapReserve: 0x100000,
  heapCommit: 0x1000,
  dynamicBase: false,
  relocations: true,
};

function compiled(name: string, text: string) {
  return compile({ name, text: types + text }, { ...front, debug: false });
}

const ntdll: BootImage = link({
  ...shared,
  fileName: 'ntdll.dll',
  isDll: true,
  entry: '',
  base: 0x77f00000,
  objects: [compiled('ntdll.c', stubsText() + doors)],
  libraries: [],
});

const ntdllLibrary: Library = {
  kind: 'import',
  dll: 'ntdll.dll',
  names: [
    ...services.map((each) => ({ name: `_${each.name}@${each.argumentNames.length * 4}`, exportName: each.name })),
    { name: '_Handler', exportName: 'Handler', data: true },
  ],
};

/** Prototypes of all services, so that a test's C text can call them. */
const prototypes = services
  .map(({ name, argumentNames, argumentTypes }) => {
    const parameters = argumentNames.map((each, i) => `${argumentTypes[i]} ${each}`).join(', ') || 'void';
    return `NTSTATUS __stdcall ${name}(${parameters});\n`;
  })
  .join('');

/** An image whose entry is `int start(void)`; its stubs are linked in, so that no loader is needed. */
export function program(
  text: string,
  options: { fileName?: string; base?: number; stackReserve?: number } = {},
): BootImage {
  const { fileName = 'test.exe', base = 0x400000, stackReserve = 0x100000 } = options;
  return link({
    ...shared,
    fileName,
    isDll: fileName.endsWith('.dll'),
    entry: 'start',
    base,
    stackReserve,
    objects: [
      compiled('test.c', prototypes + text),
      compiled('stubs.c', stubsText().replaceAll('__declspec(dllexport) ', '')),
    ],
    libraries: [],
  });
}

/** Boots a program of this C text. */
export function bootText(text: string, options: Partial<BootOptions> & { stackReserve?: number } = {}): Machine {
  const { stackReserve, images = [], ...rest } = options;
  const exe = program(text, stackReserve === undefined ? {} : { stackReserve });
  return boot({ images: [exe, ntdll, ...images], program: 'test.exe', ...rest });
}

/** Runs until it stops, at most `limit` instructions. */
export function run(
  text: string,
  options: Partial<BootOptions> & { stackReserve?: number } = {},
  limit = 2_000_000,
): { m: Machine; stop: Stop } {
  const m = bootText(text, options);
  return { m, stop: m.run(limit) };
}

/** What the program wrote to standard output. */
export function output(m: Machine): string {
  const pieces = m.log.entries.filter((entry) => entry.kind === 'output') as unknown as { bytes: Uint8Array }[];
  return pieces.map(({ bytes }) => new TextDecoder().decode(bytes)).join('');
}

export { ntdll, ntdllLibrary };
