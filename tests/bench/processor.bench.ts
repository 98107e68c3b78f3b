/**
 * The processor against v86's interpreter (its JIT off) on the same machine code: loops as compilers write them, calls,
 * bytes, string instructions; the best of three runs each, taken in turns. Also the time of a snapshot.
 */
import { Machine } from '../../src/machine/machine.ts';
import { listing, map } from '../machine/guest.ts';
import { codeAddress, dataAddress, secondsInV86 } from './rivals.ts';

const STACK_TOP = 0x90000;
const RETURN_TO = 0xdead0000;
const data = dataAddress.toString(16).padStart(8, '0');

/** What a C compiler makes of nested loops over an array without optimising: locals at [ebp-n]. */
const SUM = `
  push ebp
  mov ebp, esp
  sub esp, 16
  mov dword ptr [ebp-4], 0
  mov dword ptr [ebp-8], 0
outer:
  cmp dword ptr [ebp-8], 3000
  jge done
  mov dword ptr [ebp-12], 0
inner:
  cmp dword ptr [ebp-12], 1000
  jge next
  mov eax, dword ptr [ebp-12]
  mov ecx, dword ptr [eax*4+0${data}h]
  add ecx, dword ptr [ebp-8]
  xor ecx, dword ptr [ebp-4]
  mov dword ptr [ebp-4], ecx
  mov eax, dword ptr [ebp-12]
  mov dword ptr [eax*4+0${data}h], ecx
  mov eax, dword ptr [ebp-12]
  add eax, 1
  mov dword ptr [ebp-12], eax
  jmp inner
next:
  inc dword ptr [ebp-8]
  jmp outer
done:
  mov eax, dword ptr [ebp-4]
  mov esp, ebp
  pop ebp
  ret`;

/** A loop that stays in registers. */
const REGISTERS = `
  mov ecx, 12000000
  xor eax, eax
  mov edx, 12345
again:
  add eax, edx
  imul edx, edx, 1664525
  add edx, 1013904223
  xor eax, ecx
  shr edx, 1
  dec ecx
  jne again
  ret`;

/** Recursion: fib(29). */
const CALLS = `
  push 29
  call fib
  add esp, 4
  ret
fib:
  push ebp
  mov ebp, esp
  push ebx
  cmp dword ptr [ebp+8], 2
  jl small
  mov eax, dword ptr [ebp+8]
  sub eax, 1
  push eax
  call fib
  add esp, 4
  mov ebx, eax
  mov eax, dword ptr [ebp+8]
  sub eax, 2
  push eax
  call fib
  add esp, 4
  add eax, ebx
  jmp out
small:
  mov eax, dword ptr [ebp+8]
out:
  pop ebx
  pop ebp
  ret`;

/** A sieve of bytes, ten times. */
const BYTES = `
  mov ebx, 10
round:
  mov edi, 0${data}h
  mov ecx, 65536
  mov al, 1
  rep stosb
  mov esi, 2
candidate:
  movzx eax, byte ptr [esi+0${data}h]
  test al, al
  je skip
  lea edi, [esi+esi]
  cmp edi, 65536
  jae skip
strike:
  mov byte ptr [edi+0${data}h], 0
  add edi, esi
  cmp edi, 65536
  jb strike
skip:
  inc esi
  cmp esi, 65536
  jb candidate
  dec ebx
  jne round
  ret`;

/** Copying and searching with string instructions. */
const STRINGS = `
  mov ebx, 200000
round:
  mov esi, 0${data}h
  mov edi, 0${(dataAddress + 0x10000).toString(16)}h
  mov ecx, 8192
  rep movsd
  dec ebx
  jne round
  ret`;

function machineFor(code: Uint8Array): Machine {
  const m = new Machine();
  const directory = (m.memory.allocateFrame() as number) << 12;
  const space = m.spaceOf(directory);
  map(m, space, codeAddress, 1);
  map(m, space, dataAddress, 64);
  map(m, space, STACK_TOP - 0x10000, 16);
  space.setBytes(codeAddress, code);
  space.setU32(STACK_TOP - 4, RETURN_TO);
  const p = m.processors[0] as Machine['processors'][0];
  m.setDirectory(p, directory);
  p.eip = codeAddress;
  p.r[4] = STACK_TOP - 4;
  m.hooks = { ...m.hooks, trap: () => (m.stop = { kind: 'exit', code: 0 }) };
  return m;
}

function secondsHere(code: Uint8Array): { seconds: number; instructions: number } {
  const m = machineFor(code);
  const began = performance.now();
  m.run(Number.MAX_SAFE_INTEGER);
  const seconds = (performance.now() - began) / 1000;
  if (m.processors[0]?.eip !== RETURN_TO) throw new Error('the routine did not come to its end');
  return { seconds, instructions: m.position };
}

function snapshotMilliseconds(): number {
  const m = machineFor(listing(SUM, codeAddress));
  m.snapshot();
  const times: number[] = [];
  for (let n = 0; n < 100; n++) {
    m.run(m.position + 1000);
    const began = performance.now();
    m.snapshot();
    times.push(performance.now() - began);
  }
  return times.sort((a, b) => a - b)[50] as number;
}

/** Prints how many times faster than v86's interpreter the processor is, and the time of a snapshot. */
export default async function bench(): Promise<void> {
  const work = { 'compiled loops': SUM, registers: REGISTERS, calls: CALLS, bytes: BYTES, strings: STRINGS };
  for (const [name, text] of Object.entries(work)) {
    const code = listing(text, codeAddress);
    let here = secondsHere(code);
    let there = await secondsInV86(code);
    for (let n = 0; n < 2; n++) {
      const again = secondsHere(code);
      if (again.seconds < here.seconds) here = again;
      there = Math.min(there, await secondsInV86(code));
    }
    const rate = (here.instructions / here.seconds / 1e6).toFixed(0);
    const ratio = (there / here.seconds).toFixed(2);
    console.log(`processor, ${name}: ${ratio} times the speed of v86's interpreter (${rate} million instructions/s)`);
  }
  console.log(`snapshot: ${snapshotMilliseconds().toFixed(3)} ms`);
}
