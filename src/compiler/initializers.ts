/**
 * Initialisers: which value goes to which offset.
 *
 *     initializer := assignment | { item {, item} [,] }
 *     item := { .name | [ constant ] } [=] initializer
 *
 * One walk serves static and local variables; a sink takes the values. Inner braces may be left out: then an aggregate
 * takes as many items from the list around it as it has members.
 */
import type { Expression, Initialization, Variable } from './ast.ts';
import { integer, value } from './build.ts';
import { passTo } from './call.ts';
import { convert } from './convert.ts';
import { arrayOf, type CType, INT, type IntegerType, type StructMember, type StructType, sizeOf } from './ctypes.ts';
import { assignment, constantInteger } from './expressions.ts';
import { startsString, stringBytes, stringTokens, stringVariable } from './literals.ts';
import { nearest } from './nearest.ts';
import type { Parser } from './parser.ts';
import { StaticBytes } from './static-data.ts';
import { CHARACTER, NUMBER, STRING, type Token } from './tokenize.ts';
import { isReference, memberNames, typeText } from './types.ts';

type Bits = { readonly shift: number; readonly width: number } | undefined;

interface Sink {
  store(offset: number, type: CType, e: Expression, bits: Bits, spot: Token): void;
  /** A string that fills `count` units of an array. */
  text(offset: number, units: readonly number[], wide: boolean, count: number, spot: Token): void;
}

interface Pending {
  readonly e: Expression;
  readonly spot: Token;
}

class Walk {
  readonly p: Parser;
  readonly sink: Sink;
  /** A value that was read to see whether it is a whole structure. */
  pending: Pending | undefined;

  constructor(p: Parser, sink: Sink) {
    this.p = p;
    this.sink = sink;
  }

  /** An initialiser for an object of `type` at `offset`; gives the count of an array without one. */
  item(type: CType, offset: number, bits: Bits): number {
    const { p } = this;
    p.enter();
    p.resetChain();
    let count = 0;
    if (type.kind === 'array') count = this.array(type.of, type.count, offset);
    else if (type.kind === 'struct') this.struct(type, offset);
    else this.scalar(type, offset, bits);
    p.leave();
    return count;
  }

  private take(): Pending {
    const pending = this.pending ?? { spot: this.p.token, e: assignment(this.p) };
    this.pending = undefined;
    return pending;
  }

  private scalar(type: CType, offset: number, bits: Bits): void {
    const { p } = this;
    if (!this.pending && p.is('{')) {
      p.take();
      if (p.is('}'))
        this.sink.store(
          offset,
          type,
          convert(p, integer(0n, INT, p.place(p.token)), type, p.token, 'the initialiser'),
          bits,
          p.token,
        );
      else {
        p.enter();
        this.scalar(type, offset, bits);
        p.leave();
        p.accept(',');
      }
      if (!p.is('}')) p.fail(p.token, `'${typeText(type)}' takes one value only`);
      p.take();
      return;
    }
    const { e, spot } = this.take();
    const converted = isReference(type)
      ? passTo(p, e, type, spot, 'the initialiser')
      : convert(p, e, type, spot, 'the initialiser');
    this.sink.store(offset, type, converted, bits, spot);
  }

  private struct(type: StructType, offset: number): void {
    const { p } = this;
    if (!type.members) p.fail(p.token, `'${typeText(type)}' isn't complete here`);
    if (!this.pending && p.is('{')) {
      this.list(type, undefined, offset, true, false);
      return;
    }
    const { e, spot } = this.take();
    if (e.type === type) {
      this.sink.store(offset, type, value(e), undefined, spot);
      return;
    }
    this.pending = { e, spot };
    this.list(type, undefined, offset, false, false);
  }

  private array(of: CType, count: number | undefined, offset: number): number {
    const { p } = this;
    if (!this.pending && isText(of)) {
      const braced = p.is('{') && (p.peek(1).kind === 3 || p.peek(1).text === '__FUNCTION__');
      if (braced) p.take();
      if (startsString(p)) {
        const length = this.text(of, count, offset);
        if (braced) {
          p.accept(',');
          p.expect('}', 'after the string');
        }
        return length;
      }
      if (braced) p.fail(p.token, 'a string is expected');
    }
    if (!this.pending && p.is('{')) return this.list(undefined, { of, count }, offset, true, false);
    if (count === undefined)
      p.fail(
        p.token,
        "an array is initialised by a list in '{' and '}'",
        isText(of) ? 'or by a string of its character type' : undefined,
      );
    return this.list(undefined, { of, count }, offset, false, false);
  }

  private text(of: IntegerType, count: number | undefined, offset: number): number {
    const { units, wide, spot } = stringTokens(this.p);
    if (wide !== (of.size === 2))
      this.p.fail(
        spot,
        wide ? "a wide string can't fill an array of char" : "a string of char can't fill an array of wide characters",
        wide ? 'leave out the L' : 'write L before it',
      );
    if (count !== undefined && units.length > count + (this.p.isCpp ? -1 : 0) && units.length > count)
      this.p.fail(spot, `the string has ${units.length} characters, but the array holds ${count}`);
    const length = count ?? units.length + 1;
    this.sink.text(offset, units, wide, length, spot);
    return length;
  }

  /**
   * The items of an aggregate. With `braced` from `{` to `}`; else as many as it has members. `designated`: the first
   * item starts with a designator that belongs to this aggregate.
   */
  private list(
    struct: StructType | undefined,
    array: { of: CType; count: number | undefined } | undefined,
    offset: number,
    braced: boolean,
    designated: boolean,
  ): number {
    const { p } = this;
    const open = p.token;
    if (braced) p.take();
    const members = struct ? (struct.members ?? []).filter((m) => m.name !== '' || m.type.kind === 'struct') : [];
    const limit = struct
      ? struct.isUnion
        ? Math.min(1, members.length)
        : members.length
      : (array!.count ?? Number.POSITIVE_INFINITY);
    let position = 0;
    let most = 0;
    let first = true;
    for (;;) {
      if (braced && p.is('}')) break;
      const isDesignator = !this.pending && (p.is('.') || p.is('['));
      if (isDesignator && !braced && !(first && designated)) break;
      if (isDesignator) position = this.designated(struct, members, array, offset);
      else {
        if (position >= limit) {
          if (!braced) break;
          p.fail(
            p.token,
            `there are more values than ${struct ? `members in '${typeText(struct)}'` : `the ${limit} elements of the array`}`,
          );
        }
        if (struct) this.member(members[position]!, offset);
        else this.item(array!.of, offset + position * sizeOf(array!.of), undefined);
      }
      first = false;
      position++;
      most = Math.max(most, position);
      if (braced) {
        if (!p.accept(',')) break;
      } else {
        const next = p.peek(1).text;
        if (!p.is(',') || position >= limit || next === '}' || next === '.' || next === '[') break;
        p.take();
      }
    }
    if (braced && !p.accept('}')) p.failExpected("',' or '}'", `in the list that starts in line ${open.line}`, false);
    return most;
  }

  private member(m: StructMember, offset: number): void {
    this.item(m.type, offset + m.offset, m.bits);
  }

  /** `.name` or `[index]`, what follows it, and the value; gives the position designated. */
  private designated(
    struct: StructType | undefined,
    members: readonly StructMember[],
    array: { of: CType; count: number | undefined } | undefined,
    offset: number,
  ): number {
    const { p } = this;
    if (struct) {
      if (!p.is('.')) return p.fail(p.token, `members of '${typeText(struct)}' are named with '.'`);
      const name = p.peek(1);
      const position = members.findIndex(
        (m) =>
          m.name === name.text ||
          (m.name === '' && m.type.kind === 'struct' && memberNames(m.type).includes(name.text)),
      );
      const m = members[position];
      if (!m) {
        const near = nearest(name.text, memberNames(struct));
        return p.fail(
          name,
          `'${typeText(struct)}' has no member '${name.text}'`,
          near ? `did you mean '${near}'?` : undefined,
        );
      }
      if (m.name === '' && m.type.kind === 'struct') {
        this.list(m.type, undefined, offset + m.offset, false, true);
        return position;
      }
      p.take();
      p.take();
      this.afterDesignator(m.type, offset + m.offset, m.bits);
      return position;
    }
    if (!p.is('[')) p.fail(p.token, "an array's elements are named with '['");
    p.take();
    const { value: index, spot } = constantInteger(p, 'an index');
    p.expect(']', 'after the index');
    const { of, count } = array!;
    if (index < 0n || index >= BigInt(count ?? 0x10000000)) p.fail(spot, `the array has no element ${index}`);
    this.afterDesignator(of, offset + Number(index) * sizeOf(of), undefined);
    return Number(index);
  }

  private afterDesignator(type: CType, offset: number, bits: Bits): void {
    const { p } = this;
    if (p.is('.') || p.is('[')) {
      if (type.kind === 'struct') this.list(type, undefined, offset, false, true);
      else if (type.kind === 'array') this.list(undefined, { of: type.of, count: type.count }, offset, false, true);
      else p.fail(p.token, `'${typeText(type)}' has no members`);
      return;
    }
    p.expect('=', 'after the name of what is initialised');
    this.item(type, offset, bits);
  }
}

function isText(type: CType): type is IntegerType {
  return type.kind === 'integer' && !type.isBool && (type.size === 1 || (type.size === 2 && !type.signed));
}

/** Reads the initialiser of a local: the steps that fill it. Completes the type of an array without a size. */
export function localInitializer(p: Parser, variable: Variable): Initialization[] {
  const steps: Initialization[] = [];
  let covered = 0;
  const spot = p.token;
  const sink: Sink = {
    store(offset, type, e, bits) {
      steps.push({ kind: 'store', offset, type, value: e, ...(bits ? { bits } : {}) });
      if (!bits) covered += sizeOf(type);
    },
    text(offset, units, wide, count, at) {
      const source = stringVariable(p, units, wide, at);
      const size = Math.min(units.length + 1, count) * (wide ? 2 : 1);
      steps.push({ kind: 'copy', offset, source, size });
      covered += size;
    },
  };
  checkStructure(p, variable);
  const count = new Walk(p, sink).item(variable.type, 0, undefined);
  completeArray(p, variable, count, spot);
  const isAggregate = variable.type.kind === 'array' || variable.type.kind === 'struct';
  const isCopy = steps.length === 1 && steps[0]!.kind === 'store' && steps[0]!.type === variable.type;
  if (isAggregate && !isCopy && covered !== sizeOf(variable.type)) steps.unshift({ kind: 'zero' });
  return steps;
}

/** Outside braces only a whole structure can be the value of one; a number there is a mistake. */
function checkStructure(p: Parser, { type }: Variable): void {
  const isPlain = p.token.kind === NUMBER || p.token.kind === STRING || p.token.kind === CHARACTER;
  if (type.kind === 'struct' && isPlain)
    p.fail(p.token, `the initialiser is no '${typeText(type)}'`, 'its members stand in braces: = { … }');
}

function completeArray(p: Parser, variable: Variable, count: number, spot: Token): void {
  if (variable.type.kind !== 'array' || variable.type.count !== undefined) return;
  if (count === 0) p.fail(spot, 'an array without a size needs at least one value');
  variable.type = arrayOf(variable.type.of, count);
}

/** Reads the initialiser of a static variable and defines it. In C++ it may have to run at start. */
export function staticInitializer(p: Parser, variable: Variable, spot: Token): void {
  const start = p.token;
  const data = new StaticBytes(p, sizeOf(variable.type), spot);
  const dynamic: Initialization[] = [];
  const mayRun = p.isCpp && !p.function;
  const sink: Sink = {
    store(offset, type, e, bits, at) {
      if (data.store(offset, type, e, bits, at)) return;
      if (
        !mayRun &&
        e.kind === 'binary' &&
        e.right.kind === 'integer' &&
        e.right.value === 0n &&
        '/%'.includes(e.operator)
      )
        p.fail(at, 'division by zero');
      if (!mayRun)
        p.fail(
          at,
          'the initial value of a static variable must be constant',
          'assign it in a function, for example at the start of main',
        );
      dynamic.push({ kind: 'store', offset, type, value: e, ...(bits ? { bits } : {}) });
    },
    text(offset, units, wide, count, at) {
      data.text(offset, stringBytes(units, wide, count), at);
    },
  };
  checkStructure(p, variable);
  const count = new Walk(p, sink).item(variable.type, 0, undefined);
  completeArray(p, variable, count, start);
  const definition = data.definition(
    variable,
    sizeOf(variable.type),
    variable.isConst === true && dynamic.length === 0,
  );
  const dynamicInitializer: Expression | undefined =
    dynamic.length > 0
      ? { kind: 'literal', type: variable.type, place: p.place(spot), variable, initialize: dynamic }
      : undefined;
  p.data.push(dynamicInitializer ? { ...definition, dynamicInitializer } : definition);
}

/** `(type){ … }`, at the brace. */
export function compoundLiteral(p: Parser, type: CType, spot: Token): Expression {
  const isStatic = !p.function;
  const variable: Variable = {
    name: '',
    type,
    place: p.place(spot),
    storage: isStatic ? 'global' : 'local',
    external: false,
    linkName: isStatic ? `$L${p.uniqueNumber()}` : '',
    cLinkage: true,
    attributes: {},
  };
  if (isStatic) {
    staticInitializer(p, variable, spot);
    return { kind: 'literal', type: variable.type, place: variable.place, variable, initialize: [] };
  }
  const initialize = localInitializer(p, variable);
  p.scope.variables.push(variable);
  return { kind: 'literal', type: variable.type, place: variable.place, variable, initialize };
}
