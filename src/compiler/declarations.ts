/**
 * Declarations in files and blocks.
 *
 *     declaration := specifiers [declarator [= initializer] {, declarator [= initializer]}] ;
 *     function := specifiers declarator block
 */
import type { Attributes, Statement, Variable } from './ast.ts';
import { operatorKey, refuseCpp } from './cplusplus.ts';
import { arrayOf, type CallingConvention, type CType, DOUBLE, type FunctionType, INT, sizeOf } from './ctypes.ts';
import { adjusted, type Declared, declared, functionType, type Parameter } from './declarators.ts';
import { localInitializer, staticInitializer } from './initializers.ts';
import { headerOf } from './known-headers.ts';
import { nearest } from './nearest.ts';
import type { Parser } from './parser.ts';
import { Scope } from './scope.ts';
import { type Specifiers, specifiers, startsDeclaration } from './specifiers.ts';
import { END, IDENTIFIER, STRING, type Token } from './tokenize.ts';
import { isComplete, isReference, sameType, typeText } from './types.ts';

/** Functions whose names C++ never decorates. */
const ENTRY_NAMES = new Set(['main', 'wmain', 'WinMain', 'wWinMain', 'DllMain']);

/** One declaration at file level. */
export function externalDeclaration(p: Parser): void {
  p.resetChain();
  if (p.accept(';')) return;
  if (p.isCpp && cppDeclaration(p)) return;
  const s = specifiers(p);
  if (!s.type && !startsOldFunction(p, s)) failDeclaration(p);
  if (p.is(';') && s.type) {
    p.take();
    return;
  }
  const base = s.type ?? INT;
  for (let first = true; ; first = false) {
    const d = declared(p, base, s.isConst, s.convention, s.attributes, false);
    if (s.storage === 'typedef') declareTypedef(p, s, d);
    else if (d.type.kind === 'function') {
      const variable = declareFunction(p, s, d, p.fileScope);
      if (first && (p.is('{') || (d.list?.oldNames && !p.is(',') && !p.is(';')))) {
        defineFunction(p, s, d, variable);
        return;
      }
      if (!s.type && p.is(';')) p.warn(d.name!, 'a function without a type returns int');
    } else declareGlobal(p, s, d);
    if (!p.accept(',')) break;
  }
  if (p.is('{'))
    p.fail(
      p.token,
      "'{' isn't expected here",
      "is '=' missing before a list of values, or are the parameters of a function?",
    );
  p.expect(';', 'after the declaration');
}

function startsOldFunction(p: Parser, s: Specifiers): boolean {
  if (p.isCpp && p.is('operator')) return false;
  if (p.isCpp && !ENTRY_NAMES.has(p.token.text)) return false;
  const plain = p.token.kind === IDENTIFIER && !p.isKeyword(p.token.text);
  return plain && (p.peek(1).text === '(' || s.start !== p.token) && p.peek(1).kind !== IDENTIFIER;
}

function failDeclaration(p: Parser): never {
  const { token } = p;
  refuseCpp(p);
  if (token.kind === END) p.fail(token, 'the file ends in the middle of a declaration');
  if (token.kind === IDENTIFIER && !p.isKeyword(token.text)) {
    const header = headerOf(token.text);
    const near = nearest(token.text, typeWords(p));
    p.fail(
      token,
      `'${token.text}' is no type`,
      header ? `it is declared in ${header}: write #include <${header}>` : near ? `did you mean '${near}'?` : undefined,
    );
  }
  if (token.text === '}') p.fail(token, "this '}' closes nothing", "is there one '}' too many before it?");
  p.fail(
    token,
    `a declaration is expected, not '${token.text}'`,
    p.isKeyword(token.text) ? 'statements stand inside functions only' : undefined,
  );
}

function* typeWords(p: Parser): Generator<string> {
  yield* [
    'int',
    'char',
    'void',
    'double',
    'float',
    'long',
    'short',
    'unsigned',
    'signed',
    'struct',
    'union',
    'enum',
    'typedef',
    'static',
    'extern',
    'const',
  ];
  for (let scope: Scope | undefined = p.scope; scope; scope = scope.outer)
    for (const [name, meaning] of scope.names) if (meaning.kind === 'typedef') yield name;
}

/** extern "C", namespace std, using; true if one was read. */
function cppDeclaration(p: Parser): boolean {
  if (p.is('extern') && p.peek(1).kind === STRING) {
    p.take();
    const language = p.take();
    if (language.text !== '"C"' && language.text !== '"C++"') p.fail(language, 'the language must be "C" or "C++"');
    const before = p.cLinkage;
    p.cLinkage = language.text === '"C"';
    if (p.is('{')) declarationsInBraces(p);
    else externalDeclaration(p);
    p.cLinkage = before;
    return true;
  }
  if (p.is('namespace')) {
    const spot = p.take();
    if (!p.accept('std')) p.fail(spot, 'namespaces are not supported');
    declarationsInBraces(p);
    return true;
  }
  if (p.is('using')) {
    p.take();
    if (!(p.accept('namespace') && p.accept('std')))
      p.fail(p.previous, "'using' is supported as 'using namespace std;' only");
    p.expect(';', 'after the declaration');
    return true;
  }
  return false;
}

function declarationsInBraces(p: Parser): void {
  p.enter();
  const open = p.expect('{', '');
  while (!p.is('}')) {
    if (p.token.kind === END) p.fail(open, "this '{' is never closed");
    externalDeclaration(p);
  }
  p.take();
  p.leave();
}

// ------------------------------------------------------------------ typedefs

function declareTypedef(p: Parser, s: Specifiers, d: Declared): void {
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

// ------------------------------------------------------------------- globals

function newVariable(
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
function knownGlobal(p: Parser, d: Declared): Variable | undefined {
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

function declareFunction(p: Parser, s: Specifiers, d: Declared, scope: Scope): Variable {
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

function declareGlobal(p: Parser, s: Specifiers, d: Declared): void {
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
function inParentheses(p: Parser, read: () => void): void {
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

function defineOnce(p: Parser, variable: Variable, spot: Token): void {
  if (p.defined.has(variable)) p.fail(spot, `'${variable.name}' is defined twice`);
  p.defined.add(variable);
}

function failIncomplete(p: Parser, type: CType, spot: Token): never {
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

// ----------------------------------------------------------------- functions

function defineFunction(p: Parser, s: Specifiers, d: Declared, variable: Variable): void {
  const list = d.list;
  const name = d.name!;
  if (!list) p.fail(name, "a function can't be defined through a typedef", 'write its parameters');
  if (s.storage === 'typedef') p.fail(name, "a typedef can't have a body");
  let { parameters } = list;
  if (list.oldNames) {
    parameters = oldParameters(p, list.oldNames);
    variable.type = {
      ...functionType(
        (d.type as FunctionType).returns,
        { ...list, parameters },
        (variable.type as FunctionType).convention,
      ),
      unprototyped: true,
    };
  } else if (parameters.length > 0)
    variable.type = {
      ...(variable.type as FunctionType),
      parameters: parameters.map(({ name: n, type }) => ({ name: n, type })),
    };
  defineOnce(p, variable, name);
  const { returns } = variable.type as FunctionType;
  if (returns.kind === 'struct' && !isComplete(returns)) failIncomplete(p, returns, name);
  if (p.pragmaState.codeSection && !variable.attributes.section)
    variable.attributes = { ...variable.attributes, section: p.pragmaState.codeSection };
  const outer = p.scope;
  p.scope = new Scope(outer);
  for (const [tag, meaning] of list.scope.tags) p.scope.tags.set(tag, meaning);
  for (const [text, meaning] of list.scope.names) p.scope.names.set(text, meaning);
  const variables = parameters.map((parameter) => declareParameter(p, parameter));
  p.rules.functionBody(p, variable, variables, name, s.isInline && !variable.external);
  p.scope = outer;
}

function declareParameter(p: Parser, parameter: Parameter): Variable {
  if (!isComplete(parameter.type)) failIncomplete(p, parameter.type, parameter.spot);
  if (parameter.name === '' && !p.isCpp) p.fail(parameter.spot, 'a parameter of a function definition needs a name');
  if (p.scope.names.has(parameter.name) && parameter.name !== '')
    p.fail(parameter.spot, `there are two parameters named '${parameter.name}'`);
  const variable: Variable = {
    name: parameter.name,
    type: parameter.type,
    place: p.place(parameter.spot),
    storage: 'parameter',
    external: false,
    linkName: parameter.name,
    cLinkage: true,
    ...(parameter.isConst ? { isConst: true } : {}),
    attributes: {},
  };
  if (parameter.name !== '') p.scope.names.set(parameter.name, { kind: 'variable', variable });
  return variable;
}

/** The declarations between `f(a, b)` and `{`. Arguments arrive promoted, so a float comes as a double. */
function oldParameters(p: Parser, names: readonly Token[]): Parameter[] {
  const types = new Map<string, Parameter>();
  while (!p.is('{')) {
    if (!startsDeclaration(p)) p.failExpected("'{'", 'of the function', false);
    const s = specifiers(p);
    do {
      const d = declared(p, s.type ?? INT, s.isConst, s.convention, s.attributes, false);
      if (!names.some((name) => name.text === d.text)) p.fail(d.name!, `'${d.text}' is no parameter of the function`);
      const { type, isConst } = adjusted(d.type, d.isConst);
      types.set(d.text, {
        name: d.text,
        type: type.kind === 'float' ? DOUBLE : type,
        isConst,
        spot: d.name!,
        value: undefined,
      });
    } while (p.accept(','));
    p.expect(';', 'after the parameter');
  }
  return names.map(
    (spot) => types.get(spot.text) ?? { name: spot.text, type: INT, isConst: false, spot, value: undefined },
  );
}

// -------------------------------------------------------------------- locals

/** A declaration inside a block; gives the statements its initialisers make. */
export function localDeclaration(p: Parser): Statement[] {
  const statements: Statement[] = [];
  const s = specifiers(p);
  if (!s.type) failDeclaration(p);
  if (p.is(';')) {
    p.take();
    return statements;
  }
  do {
    const d = declared(p, s.type, s.isConst, s.convention, s.attributes, false);
    if (s.storage === 'typedef') declareTypedef(p, s, d);
    else if (d.type.kind === 'function') declareFunction(p, s, d, p.scope);
    else if (s.storage === 'extern') localExtern(p, s, d);
    else if (s.storage === 'static' || s.attributes.thread) localStatic(p, s, d);
    else localVariable(p, s, d, statements);
  } while (p.accept(','));
  p.expect(';', 'after the declaration');
  return statements;
}

function checkNewName(p: Parser, d: Declared): void {
  const name = d.name!;
  if (p.scope.names.has(d.text)) p.fail(name, `'${d.text}' is declared twice in this block`);
  if (d.type.kind === 'void') p.fail(name, `a variable can't be void`);
}

function localExtern(p: Parser, s: Specifiers, d: Declared): void {
  const variable = knownGlobal(p, d) ?? newVariable(p, d, s, 'global', true, d.text);
  if (!sameType(variable.type, d.type))
    p.fail(
      d.name!,
      `'${d.text}' is declared differently than before`,
      `it is already declared as: ${typeText(variable.type, d.text)}`,
    );
  if (!p.fileScope.names.has(d.text)) p.fileScope.names.set(d.text, { kind: 'variable', variable });
  p.scope.names.set(d.text, { kind: 'variable', variable });
}

function localStatic(p: Parser, s: Specifiers, d: Declared): void {
  checkNewName(p, d);
  const variable = newVariable(p, d, s, 'global', false, `${d.text}$${p.uniqueNumber()}`);
  p.scope.names.set(d.text, { kind: 'variable', variable });
  if (p.accept('=')) staticInitializer(p, variable, d.name!);
  else {
    if (!isComplete(variable.type)) failIncomplete(p, variable.type, d.name!);
    p.data.push({ variable, bytes: undefined, relocations: [], readOnly: false });
  }
}

function localVariable(p: Parser, s: Specifiers, d: Declared, statements: Statement[]): void {
  checkNewName(p, d);
  const variable = newVariable(p, d, s, 'local', false, d.text);
  const isOpen = d.type.kind === 'array' && d.type.count === undefined;
  if (!isOpen && !isComplete(d.type)) failIncomplete(p, d.type, d.name!);
  p.scope.names.set(d.text, { kind: 'variable', variable });
  p.scope.variables.push(variable);
  if (p.accept('=') || (p.isCpp && p.is('('))) {
    inParentheses(p, () => {
      const steps = localInitializer(p, variable);
      statements.push({ kind: 'initialize', place: p.place(d.name!), variable, steps });
      const step = steps[0];
      if (p.isCpp && variable.isConst && step?.kind === 'store' && step.value.kind === 'integer')
        p.constants.set(variable, step.value.value);
    });
  } else if (isOpen) p.fail(d.name!, 'the array needs a size, or values that give it one');
  else if (isReference(d.type)) p.fail(d.name!, 'a reference needs a value');
}
