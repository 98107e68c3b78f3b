/**
 * The whole of it: the same C in our Windows and in JSCPP, compiling 500 lines, booting to main, going back one step.
 * Each figure is the best of some runs in one process, as JavaScript needs to warm up.
 */
import { boot } from '../../src/nt/boot.ts';
import { buildProgram, type ModuleSource } from '../../src/windows/build.ts';
import { loadSystem } from '../../src/windows/system.node.ts';
import { labOf } from '../lab/labs.ts';
import { secondsInJscpp } from './rivals.ts';

/** Arithmetic, an array and calls, in the C that JSCPP takes too. */
const WORK = `#include <stdio.h>
int mix(int a, int b) {
    return (a * 31 + b) % 65521;
}
int main() {
    int numbers[100];
    int i, round, sum;
    sum = 1;
    for (i = 0; i < 100; i++)
        numbers[i] = i;
    for (round = 0; round < ROUNDS; round++) {
        for (i = 0; i < 100; i++) {
            sum = mix(sum, numbers[i]);
            numbers[i] = sum;
        }
    }
    printf("%d", sum);
    return 0;
}
`;
const JSCPP_ROUNDS = 100;
const OUR_ROUNDS = 20_000;

function program(text: string): ModuleSource {
  return { name: 'bench', kind: 'exe', sources: [{ name: 'bench.c', text }], runtime: 'MD' };
}

function best(count: number, run: () => void): number {
  let least = Number.POSITIVE_INFINITY;
  for (let n = 0; n < count; n++) {
    const began = performance.now();
    run();
    least = Math.min(least, performance.now() - began);
  }
  return least;
}

function againstJscpp(): void {
  const text = (rounds: number) => WORK.replace('ROUNDS', String(rounds));
  const system = loadSystem();
  const images = [...buildProgram([program(text(OUR_ROUNDS))], system), ...system.images];
  const ours = best(3, () => {
    const stop = boot({ images, program: 'bench.exe' }).run(Number.MAX_SAFE_INTEGER);
    if (stop.kind !== 'exit' || stop.code !== 0) throw new Error('the program did not come to its end');
  });
  const theirs = secondsInJscpp(text(JSCPP_ROUNDS)).seconds * 1000;
  const ratio = theirs / JSCPP_ROUNDS / (ours / OUR_ROUNDS);
  console.log(`C, the same program: ${ratio.toFixed(0)} times the speed of JSCPP (boot included)`);
}

/** A program of 500 lines that looks like one. */
function longProgram(): string {
  const functions = Array.from(
    { length: 62 },
    (_, n) => `int f${n}(int a, char *text)
{
    int i, sum = ${n};
    for (i = 0; text[i] != 0; i++)
        sum += text[i] * a;
    if (sum > 1000) sum %= 997;
    return sum;
}`,
  );
  return `#include <windows.h>\n#include <stdio.h>\n${functions.join('\n')}\nint main(void) { printf("%d", f0(1, "glass")); return 0; }\n`;
}

function compiling(): void {
  const text = longProgram();
  const system = loadSystem();
  const least = best(12, () => buildProgram([program(text)], system));
  console.log(`compiling and linking ${text.split('\n').length} lines: ${least.toFixed(1)} ms`);
}

function booting(): void {
  const system = loadSystem();
  const own = buildProgram([program('int main(void) { return 0; }\n')], system);
  const images = [...own, ...system.images];
  const main = own[0]?.symbols.functions.find(({ name }) => name === 'main');
  const least = best(8, () => {
    const machine = boot({ images, program: 'bench.exe' });
    machine.probes.set(0x400000 + (main?.rva ?? 0), () => true);
    if (machine.run(10_000_000).kind !== 'probe') throw new Error('main was not come to');
  });
  console.log(`boot to main: ${least.toFixed(1)} ms`);
}

async function goingBack(): Promise<void> {
  const lab = await labOf(WORK.replace('ROUNDS', '20'), 'bp mix 0n500; g');
  const times: number[] = [];
  for (let n = 0; n < 20; n++) {
    const began = performance.now();
    await lab.act({ kind: 'step', how: 'over', unit: 'line', direction: 'backward' });
    times.push(performance.now() - began);
  }
  times.sort((a, b) => a - b);
  console.log(
    `back one step near the present: median ${times[10]?.toFixed(1)} ms, longest ${times[19]?.toFixed(1)} ms`,
  );
}

/** Prints the figures. */
export default async function bench(): Promise<void> {
  againstJscpp();
  compiling();
  booting();
  await goingBack();
}
