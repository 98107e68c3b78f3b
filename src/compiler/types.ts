/**
 * Questions about types: are two the same, how is one spelled, where is a member.
 */
import type { ArrayType, CType, FunctionType, IntegerType, PointerType, StructMember, StructType } from './ctypes.ts';
import {
  DOUBLE,
  FLOAT,
  INT,
  LONG,
  LONG_DOUBLE,
  LONG_LONG,
  pointerTo,
  UNSIGNED_INT,
  UNSIGNED_LONG,
  UNSIGNED_LONG_LONG,
} from './ctypes.ts';

export const isInteger = (type: CType): type is IntegerType => type.kind === 'integer';
export const isArithmetic = (type: CType): boolean => type.kind === 'integer' || type.kind === 'float';
export const isPointer = (type: CType): type is PointerType => type.kind === 'pointer';
export const isScalar = (type: CType): boolean => isArithmetic(type) || type.kind === 'pointer';
export const isVoidPointer = (type: CType): boolean => type.kind === 'pointer' && type.to.kind === 'void';
export const isReference = (type: CType): type is PointerType => type.kind === 'pointer' && type.isReference === true;

/** Whether objects of the type have a size. */
export function isComplete(type: CType): boolean {
  if (type.kind === 'struct') return type.members !== undefined;
  if (type.kind === 'array') return type.count !== undefined && isComplete(type.of);
  return type.kind !== 'void' && type.kind !== 'function';
}

/** Whether two types are the same to this machine: `int` and `long` are, their signed and unsigned kinds aren't. */
export function sameType(a: CType, b: CType, depth = 0): boolean {
  if (a === b || depth > 40) return true;
  if (a.kind === 'integer')
    return b.kind === 'integer' && a.size === b.size && a.signed === b.signed && !a.isBool === !b.isBool;
  if (a.kind === 'float') return b.kind === 'float' && a.size === b.size;
  if (a.kind === 'pointer') return b.kind === 'pointer' && sameType(a.to, b.to, depth + 1);
  if (a.kind === 'array')
    return (
      b.kind === 'array' &&
      sameType(a.of, b.of, depth + 1) &&
      (a.count === b.count || a.count === undefined || b.count === undefined)
    );
  if (a.kind === 'function') return b.kind === 'function' && sameFunction(a, b, depth + 1);
  return a.kind === 'void' && b.kind === 'void';
}

function sameFunction(a: FunctionType, b: FunctionType, depth: number): boolean {
  if (a.convention !== b.convention || !sameType(a.returns, b.returns, depth)) return false;
  if (a.unprototyped || b.unprototyped) return true;
  return (
    a.variadic === b.variadic &&
    a.parameters.length === b.parameters.length &&
    a.parameters.every((parameter, i) => sameType(parameter.type, b.parameters[i]!.type, depth))
  );
}

/** The integer type that arithmetic on a small type is done in. */
export function promoted(type: IntegerType): IntegerType {
  return type.size < 4 || type.isBool ? INT : type;
}

const RANK: readonly IntegerType[] = [INT, UNSIGNED_INT, LONG, UNSIGNED_LONG, LONG_LONG, UNSIGNED_LONG_LONG];

function rank(type: IntegerType): number {
  if (type.size === 8) return type.signed ? 4 : 5;
  const isLong = type.name.includes('long');
  return (isLong ? 2 : 0) + (type.signed ? 0 : 1);
}

/** The type two arithmetic operands are converted to. */
export function usualType(a: CType, b: CType): CType {
  if (a.kind === 'float' || b.kind === 'float') {
    const has = (name: string) => (a.kind === 'float' && a.name === name) || (b.kind === 'float' && b.name === name);
    return has('long double') ? LONG_DOUBLE : has('double') ? DOUBLE : FLOAT;
  }
  const left = promoted(a as IntegerType);
  const right = promoted(b as IntegerType);
  if (left === right) return left;
  const high = Math.max(rank(left), rank(right));
  const low = Math.min(rank(left), rank(right));
  // long with unsigned int: long can't hold all values, so both become unsigned long.
  if (high === 2 && low === 1) return UNSIGNED_LONG;
  return RANK[high]!;
}

/** A member by name, looked for in unnamed structures too; its offset counts from the outermost structure. */
export function findMember(type: StructType, name: string): StructMember | undefined {
  for (const member of type.members ?? []) {
    if (member.name === name) return member;
    if (member.name === '' && member.type.kind === 'struct') {
      const inner = findMember(member.type, name);
      if (inner)
        return { ...inner, offset: inner.offset + member.offset, ...(member.isConst ? { isConst: true } : {}) };
    }
  }
  return undefined;
}

/** Names of all members, those of unnamed structures too. */
export function memberNames(type: StructType): string[] {
  return (type.members ?? []).flatMap((m) =>
    m.name === '' && m.type.kind === 'struct' ? memberNames(m.type) : [m.name],
  );
}

/** The pointer an array becomes. */
export function decayed(type: ArrayType, isConst: boolean): PointerType {
  return pointerTo(type.of, isConst);
}

/** A type as C writes it, with `name` where a declaration has it. */
export function typeText(type: CType, name = ''): string {
  let text = name;
  let inner = type;
  for (let depth = 0; depth < 30; depth++) {
    if (inner.kind === 'pointer') {
      const constant = inner.toConst && inner.to.kind !== 'pointer' ? '' : '';
      text = `${inner.isReference ? '&' : '*'}${constant}${text}`;
      if (inner.to.kind === 'array' || inner.to.kind === 'function') {
        if (inner.to.kind === 'function' && inner.to.convention !== 'cdecl') text = `__${inner.to.convention} ${text}`;
        text = `(${text})`;
      }
      if (inner.toConst && inner.to.kind !== 'pointer' && inner.to.kind !== 'array') {
        const base = baseText(inner.to);
        if (base !== undefined) return `const ${base} ${text}`;
      }
      inner = inner.to;
    } else if (inner.kind === 'array') {
      text += `[${inner.count ?? ''}]`;
      inner = inner.of;
    } else if (inner.kind === 'function') {
      const parameters = inner.parameters.map((p) => typeText(p.type, p.name));
      if (inner.variadic) parameters.push('...');
      text += `(${parameters.join(', ') || (inner.unprototyped ? '' : 'void')})`;
      inner = inner.returns;
    } else break;
  }
  const base = baseText(inner) ?? '…';
  return text === '' ? base : `${base} ${text}`;
}

function baseText(type: CType): string | undefined {
  if (type.kind === 'void') return 'void';
  if (type.kind === 'integer' || type.kind === 'float') return type.name;
  if (type.kind === 'struct') return `${type.isUnion ? 'union' : 'struct'} ${type.tag}`;
  return undefined;
}
