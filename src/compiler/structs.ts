/**
 * Structures, unions and enumerations, laid out as Microsoft's compiler does.
 *
 * A member lies at the next offset that is a multiple of its alignment, which `#pragma pack` limits. Bit-fields of one
 * declared size share a unit of that size while they fit; a field of another size starts a new unit.
 */
import { refuseCpp } from './cplusplus.ts';
import { alignOf, type CType, INT, type IntegerType, type StructMember, type StructType, sizeOf } from './ctypes.ts';
import { declared } from './declarators.ts';
import { constantInteger } from './expressions.ts';
import type { Parser } from './parser.ts';
import type { Scope, Tag } from './scope.ts';
import { declspec, type MutableAttributes, refuseThread, type Specifiers, specifiers } from './specifiers.ts';
import { IDENTIFIER, type Token } from './tokenize.ts';
import { isComplete, isReference, memberNames, typeText } from './types.ts';

/** struct [tag] [{ members }], union likewise, enum [tag] [{ enumerators }] */
export function tagged(p: Parser): CType {
  p.enter();
  const word = p.take();
  const attributes: MutableAttributes = {};
  while (p.is('__declspec')) declspec(p, attributes);
  const tag = p.token.kind === IDENTIFIER && !p.isKeyword(p.token.text) ? p.take() : undefined;
  while (p.is('__declspec')) declspec(p, attributes);
  if (p.isCpp && p.is(':')) p.fail(p.token, 'inheritance is not supported');
  if (!tag && !p.is('{')) p.failExpected(`a name or '{'`, `after ${word.text}`, false);
  const type = word.text === 'enum' ? enumeration(p, tag) : structure(p, word, tag, attributes);
  p.leave();
  return type;
}

/** Where a tag that isn't known yet is declared. */
function tagScope(p: Parser): Scope {
  let { scope } = p;
  while (scope.isPrototype && scope.outer) scope = scope.outer;
  return scope;
}

function structure(p: Parser, word: Token, tag: Token | undefined, attributes: MutableAttributes): StructType {
  const isUnion = word.text === 'union';
  const defines = p.is('{');
  const scope = tagScope(p);
  let known: Tag | undefined;
  if (tag) known = defines || p.is(';') ? scope.tags.get(tag.text) : p.scope.findTag(tag.text);
  if (known && (known.kind !== 'struct' || known.type.isUnion !== isUnion))
    p.fail(
      tag!,
      `'${tag!.text}' is already the tag of ${known.kind === 'enum' ? 'an enum' : known.type.isUnion ? 'a union' : 'a struct'}`,
    );
  const type: StructType =
    known?.kind === 'struct'
      ? known.type
      : {
          kind: 'struct',
          isUnion,
          tag: tag?.text ?? `<unnamed-${p.uniqueNumber()}>`,
          members: undefined,
          size: 0,
          align: 1,
        };
  if (tag && !known) {
    scope.tags.set(tag.text, { kind: 'struct', type });
    if (!p.typeNames.has(tag.text)) p.typeNames.set(tag.text, type);
  }
  if (defines) {
    if (type.members) p.fail(tag ?? p.token, `'${typeText(type)}' is defined twice`);
    defineMembers(p, type, attributes);
    if (tag) p.typeNames.set(tag.text, type);
  }
  return type;
}

class Layout {
  readonly isUnion: boolean;
  readonly pack: number;
  readonly members: StructMember[] = [];
  readonly names = new Set<string>();
  end = 0;
  align = 1;
  /** The open unit of bit-fields: its size is 0 when there is none. */
  unitOffset = 0;
  unitSize = 0;
  unitBits = 0;

  constructor(isUnion: boolean, pack: number) {
    this.isUnion = isUnion;
    this.pack = pack;
  }

  private place(size: number, align: number): number {
    this.align = Math.max(this.align, align);
    const offset = this.isUnion ? 0 : Math.ceil(this.end / align) * align;
    this.end = Math.max(this.end, offset + size);
    return offset;
  }

  add(name: string, type: CType, isConst: boolean, explicitAlign: number): void {
    this.unitSize = 0;
    const align = Math.max(Math.min(alignOf(type), this.pack), explicitAlign);
    const offset = this.place(sizeOf(type), align);
    this.members.push({ name, type, offset, ...(isConst ? { isConst } : {}) });
  }

  addBits(name: string, type: IntegerType, width: number): void {
    const align = Math.min(type.size, this.pack);
    if (width === 0) {
      if (this.unitSize > 0 && !this.isUnion) this.end = Math.ceil(this.end / align) * align;
      this.unitSize = 0;
      return;
    }
    if (this.unitSize !== type.size || this.unitBits + width > type.size * 8 || this.isUnion) {
      this.unitOffset = this.place(type.size, align);
      this.unitSize = type.size;
      this.unitBits = 0;
    }
    if (name !== '') this.members.push({ name, type, offset: this.unitOffset, bits: { shift: this.unitBits, width } });
    this.unitBits += width;
  }
}

function defineMembers(p: Parser, type: StructType, attributes: MutableAttributes): void {
  const open = p.take();
  const layout = new Layout(type.isUnion, p.pragmaState.pack);
  while (!p.is('}')) {
    if (p.accept(';')) continue;
    p.resetChain();
    memberDeclaration(p, layout, type);
  }
  if (layout.members.length === 0 && !p.isCpp && layout.end === 0)
    p.fail(open, `a ${type.isUnion ? 'union' : 'structure'} needs a member`);
  p.take();
  type.members = layout.members;
  type.align = Math.max(layout.align, attributes.align ?? 1);
  type.size = Math.ceil(layout.end / type.align) * type.align;
  if (type.size === 0 && layout.members.length === 0) type.size = type.align;
  if (type.size > 0x7fffffff) p.fail(open, 'the structure is too large for a 32-bit address space');
}

function memberDeclaration(p: Parser, layout: Layout, owner: StructType): void {
  refuseCpp(p);
  if (p.isCpp && p.is(owner.tag) && p.peek(1).text === '(') p.fail(p.token, 'constructors are not supported');
  if (p.isCpp && p.is('~')) p.fail(p.token, 'destructors are not supported');
  const s = specifiers(p);
  if (!s.type) failMember(p);
  if (s.storage) p.fail(s.start, `a member can't be '${s.storage}'`);
  if (p.is(';')) {
    p.take();
    if (s.type.kind === 'struct') unnamedMember(p, layout, s.type, s);
    return;
  }
  do {
    if (p.is(':')) {
      bitField(p, layout, '', s.type, p.token);
      continue;
    }
    const d = declared(p, s.type, s.isConst, s.convention, s.attributes, false);
    const name = d.name!;
    refuseThread(p, s.attributes, name);
    if (p.is(':')) bitField(p, layout, name.text, d.type, name);
    else plainMember(p, layout, d.type, d.isConst, name, s.attributes.align ?? 0);
    addName(p, layout, name.text, name);
  } while (p.accept(','));
  p.expect(';', `after the member`);
}

function failMember(p: Parser): never {
  if (p.token.kind === IDENTIFIER) p.fail(p.token, `'${p.token.text}' is no type`);
  return p.failExpected("a member or '}'", '', false);
}

function plainMember(p: Parser, layout: Layout, type: CType, isConst: boolean, name: Token, align: number): void {
  if (type.kind === 'function')
    p.fail(
      name,
      p.isCpp ? 'member functions are not supported' : "a member can't be a function",
      'a pointer to a function is written (*name)(…)',
    );
  if (isReference(type)) p.fail(name, 'references as members are not supported');
  const isFlexible = type.kind === 'array' && type.count === undefined && isComplete(type.of);
  if (!isComplete(type) && !isFlexible)
    p.fail(name, `the size of member '${name.text}' isn't known: its type is '${typeText(type)}'`);
  const last = layout.members[layout.members.length - 1];
  if (last?.type.kind === 'array' && last.type.count === undefined && !layout.isUnion)
    p.fail(name, `no member can follow '${last.name}', which has no fixed size`);
  layout.add(name.text, type, isConst, align);
}

function unnamedMember(p: Parser, layout: Layout, type: StructType, s: Specifiers): void {
  if (!type.members) return;
  for (const name of memberNames(type)) addName(p, layout, name, s.start);
  layout.add('', type, s.isConst, s.attributes.align ?? 0);
}

function addName(p: Parser, layout: Layout, name: string, spot: Token): void {
  if (name !== '' && layout.names.has(name)) p.fail(spot, `there are two members named '${name}'`);
  layout.names.add(name);
}

function bitField(p: Parser, layout: Layout, name: string, type: CType, spot: Token): void {
  p.take();
  if (type.kind !== 'integer') p.fail(spot, `a bit-field must be an integer, not '${typeText(type)}'`);
  const { value, spot: width } = constantInteger(p, 'the width of a bit-field');
  if (value < 0n || value > BigInt(type.size * 8))
    p.fail(width, `a bit-field of type '${typeText(type)}' has 0 to ${type.size * 8} bits`);
  if (value === 0n && name !== '') p.fail(width, 'a bit-field of width 0 has no name');
  layout.addBits(name, type, Number(value));
}

// -------------------------------------------------------------- enumerations

function enumeration(p: Parser, tag: Token | undefined): IntegerType {
  const defines = p.is('{');
  const scope = tagScope(p);
  const known = tag ? (defines ? scope.tags.get(tag.text) : p.scope.findTag(tag.text)) : undefined;
  if (known && known.kind !== 'enum')
    p.fail(tag!, `'${tag!.text}' is already the tag of a ${known.type.isUnion ? 'union' : 'struct'}`);
  const name = tag?.text ?? `<unnamed-${p.uniqueNumber()}>`;
  const type: IntegerType =
    known?.kind === 'enum' ? known.type : { kind: 'integer', name: `enum ${name}`, size: 4, signed: true };
  if (!defines && !known) p.fail(tag!, `there is no enum '${tag!.text}' here`);
  if (tag && !known) {
    scope.tags.set(tag.text, { kind: 'enum', type, complete: defines });
    p.typeNames.set(tag.text, type);
  }
  if (defines) {
    if (known?.kind === 'enum' && known.complete) p.fail(tag!, `'enum ${tag!.text}' is defined twice`);
    enumerators(p, name, scope);
  }
  return type;
}

function enumerators(p: Parser, enumName: string, scope: Scope): void {
  p.take();
  const values: { name: string; value: number }[] = [];
  let next = 0n;
  while (!p.is('}')) {
    p.resetChain();
    const name = p.identifier("an enumerator or '}'");
    if (p.accept('=')) next = BigInt.asIntN(32, constantInteger(p, 'the value of an enumerator').value);
    if (scope.names.has(name.text)) p.fail(name, `'${name.text}' is declared twice`);
    scope.names.set(name.text, { kind: 'enumerator', value: next, type: INT });
    values.push({ name: name.text, value: Number(next) });
    next = BigInt.asIntN(32, next + 1n);
    if (!p.accept(',') && !p.is('}')) p.failExpected("',' or '}'", 'after the enumerator', false);
  }
  p.take();
  p.enumerations.set(enumName, values);
}
