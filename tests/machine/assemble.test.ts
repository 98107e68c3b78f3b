/** The assembler against the bytes that Microsoft's makes, and against the disassembler, both ways. */
import { describe, expect, it } from 'vitest';
import { type AssembleOptions, assemble } from '../../src/machine/assemble.ts';
import { decode } from '../../src/machine/decode.ts';
import { disassemble } from '../../src/machine/disassemble.ts';

const ADDRESS = 0x401000;

function bytesOf(text: string, options: AssembleOptions = {}): string {
  const result = assemble(text, { address: ADDRESS, ...options });
  return 'error' in result
    ? `error: ${result.error}`
    : Array.from(result.bytes, (b) => b.toString(16).padStart(2, '0')).join(' ');
}

function textOf(bytes: readonly number[]): string {
  return disassemble((a) => bytes[a - ADDRESS], ADDRESS).text;
}

const KNOWN: readonly (readonly [text: string, bytes: string])[] = [
  ['push ebp', '55'],
  ['mov ebp, esp', '8b ec'],
  ['mov edi, edi', '8b ff'],
  ['sub esp, 0CCh', '81 ec cc 00 00 00'],
  ['sub esp, 8', '83 ec 08'],
  ['mov eax, dword ptr [ebx+ecx*4+8]', '8b 44 8b 08'],
  ['mov eax, [ebp-4]', '8b 45 fc'],
  ['mov dword ptr [esp], 0', 'c7 04 24 00 00 00 00'],
  ['lea edi, [ebp-0CCh]', '8d bd 34 ff ff ff'],
  ['rep stosd', 'f3 ab'],
  ['rep movsd', 'f3 a5'],
  ['repne scasb', 'f2 ae'],
  ['lock cmpxchg [edx], ecx', 'f0 0f b1 0a'],
  ['xor eax, eax', '33 c0'],
  ['mov eax, fs:[18h]', '64 a1 18 00 00 00'],
  ['mov ecx, dword ptr fs:[0]', '64 8b 0d 00 00 00 00'],
  ['push 0FFFFFFFFh', '6a ff'],
  ['push 1000', '68 e8 03 00 00'],
  ['push dword ptr [eax+8]', 'ff 70 08'],
  ['ret 8', 'c2 08 00'],
  ['int 3', 'cc'],
  ['int 2Eh', 'cd 2e'],
  ['sysenter', '0f 34'],
  ['movzx eax, byte ptr [ecx]', '0f b6 01'],
  ['shl eax, 1', 'd1 e0'],
  ['shr edx, cl', 'd3 ea'],
  ['imul eax, eax, 0Ah', '6b c0 0a'],
  ['sete al', '0f 94 c0'],
  ['setz al', '0f 94 c0'],
  ['cbw', '66 98'],
  ['pushf', '66 9c'],
  ['fld qword ptr [ebp+8]', 'dd 45 08'],
  ['fstp dword ptr [eax]', 'd9 18'],
  ['faddp', 'de c1'],
  ['fsub st, st(1)', 'd8 e1'],
  ['fnstcw [ebp-2]', 'd9 7d fe'],
  ['call eax', 'ff d0'],
  ['jmp short 00401000', 'eb fe'],
  ['jne 00401100', '0f 85 fa 00 00 00'],
  ['mov al, 5', 'b0 05'],
  ['mov word ptr [esi], ax', '66 89 06'],
  ['add eax, 1000h', '05 00 10 00 00'],
  ['xchg eax, ecx', '91'],
  ['lea eax, [esp]', '8d 04 24'],
  ['lea eax, [eax*2+ebp]', '8d 44 45 00'],
  ['lea eax, [eax+eax*2]', '8d 04 40'],
  ['mov eax, [ecx*4]', '8b 04 8d 00 00 00 00'],
  ["cmp al, 'A'", '3c 41'],
  ['db 90h, 0xCC', '90 cc'],
  ['_emit 0x0F', '0f'],
  ['mov eax, 5 ; a comment', 'b8 05 00 00 00'],
  ['nop', '90'],
  ['', ''],
];

describe('assemble', () => {
  it.each(KNOWN)('makes of "%s" the bytes %s', (text, bytes) => {
    expect(bytesOf(text)).toBe(bytes);
  });

  it('resolves names to locals, symbols, constants and labels', () => {
    const resolve: AssembleOptions['resolve'] = (name) => {
      if (name === 'count') return { kind: 'frame', offset: -8, size: 4 };
      if (name === 'table') return { kind: 'symbol', name: '_table', size: 4, isFunction: false };
      if (name === '_malloc') return { kind: 'symbol', name: '_malloc', size: 0, isFunction: true };
      return name === 'PAGE' ? { kind: 'constant', value: 4096 } : undefined;
    };
    expect(bytesOf('inc count', { resolve })).toBe('ff 45 f8');
    expect(bytesOf('mov eax, count[4]', { resolve })).toBe('8b 45 fc');
    expect(bytesOf('push PAGE', { resolve })).toBe('68 00 10 00 00');
    expect(assemble('mov eax, table[ecx*4]', { resolve })).toEqual({
      bytes: Uint8Array.of(0x8b, 0x04, 0x8d, 0, 0, 0, 0),
      relocations: [{ offset: 3, kind: 'absolute', name: '_table', addend: 0 }],
    });
    expect(assemble('push offset table', { resolve })).toEqual({
      bytes: Uint8Array.of(0x68, 0, 0, 0, 0),
      relocations: [{ offset: 1, kind: 'absolute', name: '_table', addend: 0 }],
    });
    expect(assemble('call _malloc', { resolve })).toEqual({
      bytes: Uint8Array.of(0xe8, 0, 0, 0, 0),
      relocations: [{ offset: 1, kind: 'relative', name: '_malloc', addend: 0 }],
    });
    expect(assemble('call table', { resolve })).toMatchObject({ relocations: [{ offset: 2, kind: 'absolute' }] });
    expect(assemble('jne again', { resolve })).toMatchObject({
      relocations: [{ offset: 2, kind: 'relative', name: 'again' }],
    });
    expect(assemble('jne short again', { resolve })).toMatchObject({ relocations: [{ offset: 1, kind: 'relative8' }] });
    expect(assemble('loop again', { resolve })).toMatchObject({ relocations: [{ offset: 1, kind: 'relative8' }] });
  });

  it('says what is wrong', () => {
    expect(bytesOf('mov [eax], 1')).toContain('say how large');
    expect(bytesOf('frobnicate eax')).toBe("error: unknown instruction 'frobnicate'");
    expect(bytesOf('mov eax, nowhere')).toBe("error: unknown name 'nowhere'");
    expect(bytesOf('mov eax, bl')).toContain('no form');
    expect(bytesOf('mov eax, [esp*2]')).toContain('no address');
    expect(bytesOf('mov eax, [ebx')).toContain("']' is missing");
    expect(bytesOf('mov eax, {')).toContain('is not assembly');
  });
});

describe('disassemble', () => {
  it.each([
    ['8b 45 08', 'mov     eax,dword ptr [ebp+8]'],
    ['c7 45 fc cc cc cc cc', 'mov     dword ptr [ebp-4],0CCCCCCCCh'],
    ['f3 ab', 'rep stos dword ptr es:[edi]'],
    ['f3 a5', 'rep movs dword ptr es:[edi],dword ptr [esi]'],
    ['64 a1 18 00 00 00', 'mov     eax,dword ptr fs:[00000018h]'],
    ['83 e4 f8', 'and     esp,0FFFFFFF8h'],
    ['e8 fb 0f 00 00', 'call    00402000'],
    ['ff 15 00 30 40 00', 'call    dword ptr ds:[00403000h]'],
    ['0f b7 c0', 'movzx   eax,ax'],
    ['c3', 'ret'],
    ['cc', 'int     3'],
    ['f0 0f c1 01', 'lock xadd dword ptr [ecx],eax'],
    ['0f ff', '???'],
  ])('shows %s as "%s"', (bytes, text) => {
    expect(textOf(bytes.split(' ').map((b) => Number.parseInt(b, 16)))).toBe(text);
  });

  it('names targets, and says what kind of instruction it is', () => {
    const bytes = [0xe8, 0xfb, 0x0f, 0, 0];
    const symbolOf = (a: number) => (a === 0x402000 ? 'app!main' : undefined);
    const call = disassemble((a) => bytes[a - ADDRESS], ADDRESS, symbolOf);
    expect(call).toMatchObject({ text: 'call    app!main (00402000)', target: 0x402000, isCall: true, length: 5 });
    expect(disassemble(() => undefined, ADDRESS).text).toBe('???');
  });

  it('and assemble are each other’s inverse, for random instructions', () => {
    let seed = 1;
    const random = () => {
      seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
      return seed >>> 24;
    };
    const wrong: string[] = [];
    for (let n = 0; n < 30_000; n++) {
      const bytes = Array.from({ length: 15 }, random);
      if (random() < 80) bytes[0] = 0x0f;
      const i = decode((offset) => bytes[offset] ?? 0);
      if (!i || isOddity(i.row.patterns, i.addressSize, i.size)) continue;
      const text = textOf(bytes);
      if (/xchg +e?..,e?ax$/.test(text)) continue;
      const again = assemble(text, { address: ADDRESS });
      const back = 'error' in again ? again.error : textOf(Array.from(again.bytes));
      if (back !== text) wrong.push(`${text} -> ${back}`);
    }
    expect(wrong).toEqual([]);
  });
});

/** Forms that no assembler text names: 16-bit addresses and jumps, far pointers, control registers. */
function isOddity(patterns: readonly string[], addressSize: number, size: number): boolean {
  if (addressSize === 2 || patterns.some((p) => 'ACD'.includes(p[0] as string))) return true;
  return size === 2 && patterns.some((p) => p[0] === 'J');
}
