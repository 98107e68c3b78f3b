/**
 * Functions the compiler itself knows: names that become an `intrinsic` node instead of a call.
 *
 * A prototype here is "result(parameters)" in one letter each: v void, i int, l long, u unsigned long, q __int64, Q unsigned
 * __int64, c unsigned char, p void *, a any pointer.
 */
import type { Expression, Intrinsic } from './ast.ts';
import { cast, integer, value } from './build.ts';
import { convert } from './convert.ts';
import {
  type CType,
  INT,
  LONG,
  LONG_LONG,
  pointerTo,
  UNSIGNED_CHAR,
  UNSIGNED_LONG,
  UNSIGNED_LONG_LONG,
  VOID,
} from './ctypes.ts';
import type { Parser } from './parser.ts';
import type { Token } from './tokenize.ts';
import { isPointer, typeText } from './types.ts';

const PROTOTYPES: Readonly<Record<Intrinsic, string>> = {
  _alloca: 'p(u)',
  __debugbreak: 'v()',
  _ReturnAddress: 'p()',
  __readfsdword: 'u(u)',
  __writefsdword: 'v(uu)',
  _InterlockedIncrement: 'l(a)',
  _InterlockedDecrement: 'l(a)',
  _InterlockedExchange: 'l(al)',
  _InterlockedExchangeAdd: 'l(al)',
  _InterlockedCompareExchange: 'l(all)',
  _InterlockedCompareExchange64: 'q(aqq)',
  _InterlockedAnd: 'l(al)',
  _InterlockedOr: 'l(al)',
  _InterlockedXor: 'l(al)',
  _interlockedbittestandset: 'c(al)',
  _interlockedbittestandreset: 'c(al)',
  _BitScanForward: 'c(au)',
  _BitScanReverse: 'c(au)',
  _byteswap_ulong: 'u(u)',
  __rdtsc: 'Q()',
  _ReadWriteBarrier: 'v()',
  _exception_code: 'u()',
  _exception_info: 'p()',
  _abnormal_termination: 'i()',
};

const LETTERS: Readonly<Record<string, CType>> = {
  v: VOID,
  i: INT,
  l: LONG,
  u: UNSIGNED_LONG,
  q: LONG_LONG,
  Q: UNSIGNED_LONG_LONG,
  c: UNSIGNED_CHAR,
  p: pointerTo(VOID),
  a: pointerTo(VOID),
};

/** Whether a called name is dealt with here. */
export function isIntrinsic(name: string): boolean {
  return Object.hasOwn(PROTOTYPES, name) || name === '__noop' || name === '__assume' || name === 'alloca';
}

/** A call of an intrinsic, its arguments parsed. */
export function intrinsicCall(
  p: Parser,
  name: Token,
  args: readonly Expression[],
  spots: readonly Token[],
): Expression {
  const place = p.place(name);
  if (name.text === '__noop' || name.text === '__assume') return integer(0n, INT, place);
  const intrinsic = (name.text === 'alloca' ? '_alloca' : name.text) as Intrinsic;
  if (intrinsic === '_exception_code') p.exceptionCodes++;
  const prototype = PROTOTYPES[intrinsic];
  const letters = prototype.slice(2, -1);
  if (letters.length !== args.length)
    p.fail(name, `'${name.text}' takes ${letters.length} arguments, not ${args.length}`);
  const converted = args.map((argument, i) => {
    if (letters[i] !== 'a')
      return convert(p, argument, LETTERS[letters[i]!]!, spots[i]!, `argument ${i + 1} of '${name.text}'`);
    const address = value(argument);
    if (!isPointer(address.type))
      p.fail(spots[i]!, `argument ${i + 1} of '${name.text}' must be a pointer, not '${typeText(address.type)}'`);
    return cast(address, LETTERS['a']!);
  });
  return { kind: 'intrinsic', type: LETTERS[prototype[0]!]!, place, name: intrinsic, arguments: converted };
}
