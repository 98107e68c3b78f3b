/**
 * The programs that the benchmarks compare with, each on the same work in the same process: v86's interpreter on the same
 * machine code, JSCPP on the same C.
 */
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const require = createRequire(import.meta.url);

/** Where v86 puts the code; memory from `dataAddress` on is free for it. */
export const codeAddress = 0x0010_0000;
export const dataAddress = 0x0020_0000;
const doneAddress = 0x0030_0000;

interface V86 {
  add_listener(event: string, listener: () => void): void;
  write_memory(bytes: Uint8Array, address: number): void;
  read_memory(address: number, length: number): Uint8Array;
  run(): void;
  stop(): Promise<void>;
  destroy(): Promise<void>;
}

/**
 * A BIOS of a few lines: from the reset vector into flat 32-bit protected mode, ESP at 90000h, then to `codeAddress`.
 */
function bios(): Uint8Array {
  const image = new Uint8Array(0x1_0000).fill(0xf4);
  image.set([0xea, 0x00, 0xe0, 0x00, 0xf0], 0xfff0); // jmp F000:E000
  image.set(
    [
      ...[0xfa, 0x2e, 0x0f, 0x01, 0x16, 0x40, 0xe0], // cli; lgdt cs:[E040h]
      ...[0x0f, 0x20, 0xc0, 0x66, 0x83, 0xc8, 0x01, 0x0f, 0x22, 0xc0], // cr0 |= PE
      ...[0x66, 0xea, 0x00, 0xe1, 0x0f, 0x00, 0x08, 0x00], // jmp 08h:000FE100h
    ],
    0xe000,
  );
  image.set([0x17, 0x00, 0x50, 0xe0, 0x0f, 0x00], 0xe040);
  image.set([...new Array(8).fill(0), 0xff, 0xff, 0, 0, 0, 0x9a, 0xcf, 0, 0xff, 0xff, 0, 0, 0, 0x92, 0xcf, 0], 0xe050);
  image.set(
    [
      ...[0x66, 0xb8, 0x10, 0x00, 0x8e, 0xd8, 0x8e, 0xc0, 0x8e, 0xd0], // ds = es = ss = 10h
      ...[0xbc, 0x00, 0x00, 0x09, 0x00], // mov esp, 90000h
      ...[0xb8, ...word(codeAddress), 0xff, 0xd0], // mov eax, codeAddress; call eax
      ...[0xc7, 0x05, ...word(doneAddress), 1, 0, 0, 0, 0xf4], // [doneAddress] = 1; hlt
    ],
    0xe100,
  );
  return image;
}

function word(value: number): number[] {
  return [value & 0xff, (value >>> 8) & 0xff, (value >>> 16) & 0xff, value >>> 24];
}

/** Seconds that v86's interpreter (its JIT off) takes for `code`, a routine that ends in `ret`. */
export async function secondsInV86(code: Uint8Array, limitSeconds = 60): Promise<number> {
  const { V86 } = (await import('v86')) as unknown as { V86: new (options: object) => V86 };
  const emulator = new V86({
    wasm_path: fileURLToPath(new URL('../../node_modules/v86/build/v86.wasm', import.meta.url)),
    bios: { buffer: bios().buffer },
    memory_size: 16 << 20,
    autostart: false,
    disable_jit: true,
    disable_keyboard: true,
    disable_mouse: true,
    log_level: 0,
  });
  await new Promise<void>((resolve) => emulator.add_listener('emulator-ready', resolve));
  emulator.write_memory(code, codeAddress);
  const began = performance.now();
  emulator.run();
  const seconds = await new Promise<number>((resolve, reject) => {
    const timer = setInterval(() => {
      const elapsed = (performance.now() - began) / 1000;
      if (emulator.read_memory(doneAddress, 1)[0] === 1) resolve(elapsed);
      else if (elapsed > limitSeconds) reject(new Error(`v86 was not done after ${limitSeconds} s`));
      else return;
      clearInterval(timer);
    }, 2);
  });
  await emulator.destroy();
  return seconds;
}

/** Seconds that JSCPP takes for a C program, and what the program printed. */
export function secondsInJscpp(source: string, input = ''): { seconds: number; output: string } {
  const jscpp = require('JSCPP') as { run(code: string, input: string, config: object): number };
  let output = '';
  const began = performance.now();
  jscpp.run(source, input, { stdio: { write: (text: string) => (output += text) }, unsigned_overflow: 'ignore' });
  return { seconds: (performance.now() - began) / 1000, output };
}
