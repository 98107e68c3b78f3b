/**
 * Declarations in files and blocks.
 *
 *     declaration := specifiers [declarator [= initializer] {, declarator [= initializer]}] ;
 *     function := specifiers declarator block
 */
import type { Statement, Variable } from './ast.ts';
import { refuseCpp } from './cplusplus.ts';
import { DOUBLE, type FunctionType, INT } from './ctypes.ts';
import { adjusted, type Declared, declared, functionType, type Parameter } from './declarators.ts';
import {
  declareFunction,
  declareGlobal,
  declareTypedef,
  defineOnce,
  ENTRY_NAMES,
  failIncomplete,
  inParentheses,
  knownGlobal,
  newVariable,
} from './globals.ts';
import { localInitializer, staticInitializer } from './initializers.ts';
import { foreignHint, headerOf } from './known-headers.ts';
import { nearest } from './nearest.ts';
import type { Parser } from './parser.ts';
import { Scope } from './scope.ts';
import { refuseThread, type Specifiers, specifiers, startsDeclaration } from './specifiers.ts';
import { END, IDENTIFIER, STRING, type Token } from './tokenize.ts';
import { isComplete, isReference, sameType, typeText } from './types.ts';

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
    const missing = header && !p.hasIncluded(header) ? `it is declared in ${header}: write #include <${header}>` : near;
    p.fail(
      token,
      `'${token.text}' is no type`,
      foreignHint(token.text) ?? (missing === near && near ? `did you mean '${near}'?` : missing),
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
    else if (s.storage === 'static') localStatic(p, s, d);
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
  refuseThread(p, s.attributes, d.name!);
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
