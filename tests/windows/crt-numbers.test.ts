/**
 * Doubles to digits and back, in the guest, against JavaScript's own exact conversions, which round ties away from zero just as
 * Windows does.
 */
import { beforeAll, describe, expect, it } from 'vitest';
import { loadSystem } from '../../src/windows/system.node.ts';
import { runC } from './crt-run.ts';

beforeAll(() => void loadSystem(), 120_000);

/** Numbers of all sizes, the same at each run. */
function randomDoubles(seed: number, count: number): number[] {
  let state = seed;
  const word = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state;
  };
  const view = new DataView(new ArrayBuffer(8));
  return Array.from({ length: count }, (_, index) => {
    if (index % 3 === 0) return ((word() % 2_000_000) - 1_000_000) / (1 << (word() % 12));
    if (index % 3 === 1) return (word() / 4294967296) * 10 ** ((word() % 30) - 15);
    view.setUint32(0, ((word() & 0x800fffff) | (((word() % 2000) + 20) << 20)) >>> 0);
    view.setUint32(4, word());
    return view.getFloat64(0);
  });
}

function bitsOf(value: number): string {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  return view.getBigUint64(0).toString(16).padStart(16, '0');
}

const bitsArray = (values: readonly number[]) =>
  `static unsigned __int64 bits[] = { ${values.map((value) => `0x${bitsOf(value)}ULL`).join(', ')} };`;
const withDoubles = (values: readonly number[], body: string) =>
  `#include <stdio.h>\n#include <stdlib.h>\n${bitsArray(values)}\nint main(void) { int i; for (i = 0; i < ${values.length}; i++) { double x = *(double *)&bits[i]; ${body} } return 0; }`;

/** JavaScript's exponent in Windows' shape: three digits at least. */
const windowsExponent = (text: string) =>
  text.replace(/e([+-])(\d+)$/, (_, sign: string, digits: string) => `e${sign}${digits.padStart(3, '0')}`);

describe('printf', () => {
  const values = randomDoubles(7, 240);

  it('rounds %f exactly', () => {
    const small = values.filter((value) => Math.abs(value) < 1e21);
    const expected = small
      .map((value, i) => value.toFixed(i % 18))
      .map((text, i) => (Object.is(small[i], -0) ? `-${text}` : text));
    // JavaScript drops the sign of what rounds to zero; C keeps it.
    const signed = expected.map((text, i) => ((small[i] ?? 0) < 0 && !text.startsWith('-') ? `-${text}` : text));
    expect(runC(withDoubles(small, 'printf("%.*f\\n", i % 18, x);')).output.trimEnd().split('\n')).toEqual(signed);
  });

  it('rounds %e exactly', () => {
    const expected = values.map((value, i) => windowsExponent(value.toExponential(i % 20)));
    expect(runC(withDoubles(values, 'printf("%.*e\\n", i % 20, x);')).output.trimEnd().split('\n')).toEqual(expected);
  });
});

describe('strtod', () => {
  it('finds the nearest double to what 17 digits, or fewer, or many, say', () => {
    const texts = randomDoubles(99, 240).map((value, i) => {
      if (i % 4 === 0) return value.toExponential(16);
      if (i % 4 === 1) return String(value);
      if (i % 4 === 2) return value.toPrecision(60 + (i % 30));
      return `${value.toExponential(20).replace('e', '5000000000000000000000000000000000001e')}`;
    });
    const text = `#include <stdio.h>\n#include <stdlib.h>\nstatic char *texts[] = { ${texts.map((t) => `"${t}"`).join(',\n')} };
      int main(void) { int i; for (i = 0; i < ${texts.length}; i++) { double x = strtod(texts[i], NULL); printf("%016I64x\\n", *(__int64 *)&x); } return 0; }`;
    expect(runC(text).output.trimEnd().split('\n')).toEqual(texts.map((t) => bitsOf(Number(t))));
  });

  it('knows the edges of the range', () => {
    const texts = [
      '1.7976931348623158e308',
      '1.7976931348623159e308',
      '4.9e-324',
      '2.4703282292062327e-324',
      '2.4703282292062328e-324',
      '2.2250738585072011e-308',
      '1e400',
      '1e-400',
      '0',
      '-0.0',
      '9007199254740993',
      '9007199254740993.00000000000000000000000000001',
    ];
    const text = `#include <stdio.h>\n#include <stdlib.h>\n#include <errno.h>\nstatic char *texts[] = { ${texts.map((t) => `"${t}"`).join(', ')} };
      int main(void) { int i; for (i = 0; i < ${texts.length}; i++) { double x; errno = 0; x = strtod(texts[i], NULL); printf("%016I64x\\n", *(__int64 *)&x); } return 0; }`;
    expect(runC(text).output.trimEnd().split('\n')).toEqual(texts.map((t) => bitsOf(Number(t))));
  });
});
