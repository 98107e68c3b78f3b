/**
 * Names at file level: types, functions and variables, declared as often as one likes and defined once.
 */
import type { Attributes, Variable } from './ast.ts';
import { operatorKey } from './cplusplus.ts';
import { arrayOf, type CallingConvention, type CType, type FunctionType, sizeOf } from './ctypes.ts';
import type { Declared } from './declarators.ts';
import { staticInitializer } from './initializers.ts';
import type { Parser } from './parser.ts';
import type { Scope } from './scope.ts';
import type { Specifiers } from './specifiers.ts';
import type { Token } from './tokenize.ts';
import { isComplete, isReference, sameType, typeText } from './types.ts';

/** Functions whose names C++ never decorates. */
export const ENTRY_NAMES = new Set(['main', 'wmain', 'WinMain', 'wWinMain', 'DllMain']);

/** Declares a type name. */
export function declareTypedef(p: Parser, s: Specifiers, d: Declared): void {
  const { name, type } = d;
  const known = p.scope.names.get(d.text);
  if (known && (known.kind !== 'typedef' || !sameType(known.type, type)))
    p.fail(name!, `'${d.text}' is already declared as something else`);
  nameUnnamed(p, type, d.text);
  p.scope.names.set(d.text, { kind: 'typedef', type, isConst: d.isConst, align: s.attributes.align ?? 0 });
  if (!p.typeNames.has(d.text)) p.typeNames.set(d.text, type);
}

/** An unnamed structure or enumeration takes the name its typedef gives it. */
function nameUnnamed(p: Parser, type: CType, name: string): void {
  if (type.kind === 'struct' && type.tag.startsWith('<unnamed-')) type.tag = name;
  else if (type.kind === 'integer' && type.name.startsWith('enum <unnamed-')) {
    const old = type.name.slice(5);
    const values = p.enumerations.get(old);
    p.enumerations.delete(old);
    if (values) p.enumerations.set(name, values);
    (type as { name: string }).name = `enum ${name}`;
  }
}

/** A variable for a declared name. */
export function newVariable(
  p: Parser,
  d: Declared,
  s: Specifiers,
  storage: Variable['storage'],
  external: boolean,
  linkName: string,
): Variable {
  return {
    name: d.text,
    type: d.type,
    place: p.place(d.name!),
    storage,
    external,
    linkName,
    cLinkage: p.cLinkage || storage !== 'global' || d.type.kind !== 'function' || ENTRY_NAMES.has(d.text),
    ...(d.isConst ? { isConst: true } : {}),
    attributes: s.attributes,
  };
}

/** What is known about a global name, checked against a new declaration of it. */
export function knownGlobal(p: Parser, d: Declared): Variable | undefined {
  const known = p.fileScope.names.get(d.text);
  if (!known) return undefined;
  if (known.kind !== 'variable')
    return p.fail(
      d.name!,
      `'${d.text}' is already declared as ${known.kind === 'typedef' ? 'a type' : 'an enumerator'}`,
    );
  return known.variable;
}

function mergeAttributes(old: Attributes, now: Attributes): Attributes {
  const merged = { ...old, ...now };
  // A definition or plain declaration after `dllimport` makes it a local one; export wins over import.
  if (merged.dllexport) delete (merged as { dllimport?: boolean }).dllimport;
  return merged;
}

/** Declares a function, or checks a further declaration of it. */
export function declareFunction(p: Parser, s: Specifiers, d: Declared, scope: Scope): Variable {
  let type = d.type as FunctionType;
  const isOperator = d.text.startsWith('operator ');
  const key = isOperator ? operatorKey(d.text, type.parameters) : d.text;
  const known = isOperator ? p.fileScope.names.get(key) : undefined;
  const old = known?.kind === 'variable' ? known.variable : isOperator ? undefined : knownGlobal(p, d);
  const defaults = defaultValues(d);
  if (old) {
    if (old.type.kind !== 'function') p.fail(d.name!, `'${d.text}' is already declared as a variable`);
    type = mergeFunctions(p, old, old.type, type, d);
    old.type = type;
    old.attributes = mergeAttributes(old.attributes, s.attributes);
    if (s.storage === 'static') old.external = false;
    if (defaults && !old.defaults) old.defaults = defaults;
    if (scope !== p.fileScope) scope.names.set(key, { kind: 'variable', variable: old });
    return old;
  }
  const external = s.storage !== 'static' && !(s.isInline && s.storage !== 'extern' && !s.attributes.dllexport);
  const variable: Variable = { ...newVariable(p, d, s, 'global', external, key), type };
  if (defaults) variable.defaults = defaults;
  p.fileScope.names.set(key, { kind: 'variable', variable });
  if (scope !== p.fileScope) scope.names.set(key, { kind: 'variable', variable });
  return variable;
}

function defaultValues(d: Declared): Variable['defaults'] {
  const values = d.list?.parameters.map((parameter) => parameter.value);
  return values?.some((v) => v) ? values : undefined;
}

function mergeFunctions(
  p: Parser,
  variable: Variable,
  old: FunctionType,
  now: FunctionType,
  d: Declared,
): FunctionType {
  // A definition may leave out the convention its prototype has.
  const convention: CallingConvention = now.convention === 'cdecl' ? old.convention : now.convention;
  const merged = { ...now, convention };
  if (!sameType({ ...old, convention }, merged)) {
    const overloads = p.isCpp && !sameType({ ...old, convention, returns: now.returns }, merged);
    if (overloads)
      p.fail(
        d.name!,
        `there are two functions '${d.text}' with different parameters; overloading is not supported`,
        `it is already declared as: ${typeText(old, d.text)}`,
      );
    p.fail(
      d.name!,
      `'${d.text}' is declared differently than before`,
      `it is already declared as: ${typeText(old, d.text)}`,
    );
  }
  if (convention !== old.convention && p.defined.has(variable))
    p.fail(d.name!, `'${d.text}' is already defined with __${old.convention}`);
  return now.unprototyped && !old.unprototyped ? old : merged;
}

/** Declares a variable at file level, and reads its initialiser. */
export function declareGlobal(p: Parser, s: Specifiers, d: Declared): void {
  const name = d.name!;
  if (d.text.startsWith('operator ')) p.fail(name, "operators other than new and delete can't be defined");
  if (d.type.kind === 'void') p.fail(name, `a variable can't be void`);
  const isExternal = s.storage !== 'static' && !(p.isCpp && d.isConst && s.storage !== 'extern');
  let variable = knownGlobal(p, d);
  if (variable) {
    if (!sameType(variable.type, d.type))
      p.fail(
        name,
        `'${d.text}' is declared differently than before`,
        `it is already declared as: ${typeText(variable.type, d.text)}`,
      );
    if (variable.type.kind === 'array' && variable.type.count === undefined) variable.type = d.type;
    variable.attributes = mergeAttributes(variable.attributes, s.attributes);
    if (s.storage === 'static') variable.external = false;
  } else {
    variable = newVariable(p, d, s, 'global', isExternal, d.text);
    p.fileScope.names.set(d.text, { kind: 'variable', variable });
  }
  const hasInitializer = p.accept('=') || (p.isCpp && p.is('('));
  if (hasInitializer) {
    defineOnce(p, variable, name);
    if (variable.type.kind === 'array' ? !isComplete(variable.type.of) : !isComplete(variable.type))
      failIncomplete(p, variable.type, name);
    withSection(p, variable, p.pragmaState.dataSection, p.pragmaState.constSection);
    inParentheses(p, () => staticInitializer(p, variable, name));
    rememberConstant(p, variable);
  } else if (s.storage !== 'extern') {
    if (isReference(d.type)) p.fail(name, 'a reference needs a value');
    if (p.isCpp) {
      if (d.isConst) p.fail(name, `a const variable needs a value`);
      if (p.tentative.has(variable)) p.fail(name, `'${d.text}' is defined twice`);
      defineOnce(p, variable, name);
      p.defined.delete(variable);
    }
    withSection(p, variable, p.pragmaState.bssSection, undefined);
    if (!p.tentative.has(variable)) p.tentative.set(variable, name);
  }
}

/** C++ allows `int x(5);`. */
export function inParentheses(p: Parser, read: () => void): void {
  const parenthesized = p.previous.text !== '=' && p.is('(');
  if (parenthesized) p.take();
  read();
  if (parenthesized) p.expect(')', 'after the value');
}

/** In C++ a const integer with a constant value may stand where constants are wanted. */
function rememberConstant(p: Parser, variable: Variable): void {
  if (!p.isCpp || !variable.isConst || variable.type.kind !== 'integer') return;
  const definition = p.data[p.data.length - 1];
  if (definition?.variable !== variable || definition.dynamicInitializer) return;
  let number = 0n;
  for (let i = variable.type.size - 1; i >= 0; i--) number = (number << 8n) | BigInt(definition.bytes?.[i] ?? 0);
  p.constants.set(variable, variable.type.signed ? BigInt.asIntN(variable.type.size * 8, number) : number);
}

function withSection(
  p: Parser,
  variable: Variable,
  section: string | undefined,
  constSection: string | undefined,
): void {
  const wanted = variable.isConst && constSection ? constSection : section;
  if (wanted && !variable.attributes.section && !variable.attributes.thread)
    variable.attributes = { ...variable.attributes, section: wanted };
  void p;
}

/** Fails for a second definition. */
export function defineOnce(p: Parser, variable: Variable, spot: Token): void {
  if (p.defined.has(variable)) p.fail(spot, `'${variable.name}' is defined twice`);
  p.defined.add(variable);
}

/** Fails for a type whose size is needed but unknown. */
export function failIncomplete(p: Parser, type: CType, spot: Token): never {
  p.fail(
    spot,
    `the size of '${typeText(type)}' isn't known here`,
    type.kind === 'struct' ? 'its members must be declared before' : undefined,
  );
}

/** Gives storage to what was declared but never initialised. */
export function defineTentative(p: Parser): void {
  for (const [variable, spot] of p.tentative) {
    if (p.defined.has(variable)) continue;
    if (variable.type.kind === 'array' && variable.type.count === undefined)
      variable.type = arrayOf(variable.type.of, 1);
    if (!isComplete(variable.type)) failIncomplete(p, variable.type, spot);
    const bytes = variable.attributes.section ? new Uint8Array(sizeOf(variable.type)) : undefined;
    p.data.push({ variable, bytes, relocations: [], readOnly: false });
  }
}
