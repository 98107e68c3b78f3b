/**
 * The rules of the house that a machine can check: imports go strictly down between layers and never in a circle; the
 * layers under the lab know no clock, no chance and no waiting of the host; files keep to a size that one can read.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));

function filesIn(folder: string, endings: RegExp): string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && endings.test(entry.name))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort();
}

interface SourceFile {
  readonly path: string;
  readonly text: string;
  /** What it imports, as paths in the project or package names; `types` when only types are taken. */
  readonly imports: { target: string; types: boolean }[];
}

const statement =
  /^[ \t]*(?:import|export)\s+(type\s+)?(?:[^'";]*?\sfrom\s+)?['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]\s*\)/gm;
const aliases: [string, string][] = [
  ['@/', 'src/'],
  ['@components/', 'components/'],
  ['@content/', 'content/'],
];

function resolveImport(from: string, target: string): string {
  const plain = target.replace(/\?.*$/, '');
  if (plain.startsWith('.')) return join(dirname(from), plain).split(sep).join('/');
  const alias = aliases.find(([prefix]) => plain.startsWith(prefix));
  return alias ? alias[1] + plain.slice(alias[0].length) : plain;
}

function sourceFile(path: string): SourceFile {
  const text = readFileSync(join(root, path), 'utf8');
  const imports = [...withoutComments(text).matchAll(statement)].map((match) => ({
    target: resolveImport(path, (match[2] ?? match[3])!),
    types: match[1] !== undefined,
  }));
  return { path, text, imports };
}

/** The text with comments blanked out; good enough for a scan of names. */
function withoutComments(text: string): string {
  return text
    .replace(/\/\*[\s\S]*?\*\//g, (comment) => comment.replace(/[^\n]/g, ' '))
    .replace(/(^|\s)\/\/.*$/gm, '$1');
}

const sources = [...filesIn('src', /\.(ts|tsx|astro)$/), ...filesIn('components', /\.(ts|tsx|astro)$/)].map(sourceFile);

/** Which folders a folder's files may import from, beside its own. The order is that of the layers, from below. */
const mayImport: Record<string, string[]> = {
  'src/machine': [],
  'src/nt': ['src/machine'],
  'src/compiler': ['src/machine'],
  'src/windows': ['src/compiler', 'src/nt/structs', 'src/nt/services', 'src/nt/ntstatus', 'src/machine'],
  'src/debugger': ['src/nt', 'src/compiler', 'src/machine'],
  'src/lab': ['src/debugger', 'src/windows', 'src/nt', 'src/compiler', 'src/machine'],
  'src/cli': ['src/lab', 'src/debugger', 'src/windows', 'src/nt', 'src/compiler', 'src/machine'],
  'src/i18n': [],
  components: [
    'src/lab',
    'src/debugger',
    'src/windows',
    'src/nt',
    'src/compiler',
    'src/machine',
    'src/i18n',
    'src/site',
  ],
  'src/site': ['src/i18n', 'src/lab', 'src/debugger', 'src/windows', 'src/nt', 'src/compiler', 'src/machine'],
  'src/layouts': ['components', 'src/lab', 'src/i18n', 'src/site', 'src/styles'],
  'src/pages': ['src/layouts', 'components', 'src/lab', 'src/i18n', 'src/site', 'src/styles'],
};

function folderOf(path: string): string | undefined {
  return Object.keys(mayImport).find((folder) => path.startsWith(`${folder}/`));
}

const under = (path: string, folder: string) => path.startsWith(`${folder}/`) || path.startsWith(`${folder}.`);
const inProject = (target: string) => /^(src|components|content)\//.test(target);

/** The layers that must give the same run everywhere. */
const deterministic = ['src/machine', 'src/nt', 'src/compiler', 'src/debugger'];
const banned: [RegExp, string][] = [
  [/\bDate\b/, 'Date'],
  [/\bMath\.random\b/, 'Math.random'],
  [/\bperformance\./, 'performance'],
  [/\b(?:setTimeout|setInterval|setImmediate|requestAnimationFrame|queueMicrotask)\b/, 'a timer'],
  [/\basync\b|\bawait\b|\bPromise\b/, 'waiting'],
  [/\bcrypto\./, 'crypto'],
  [
    /\bprocess\.(?:env|argv|exit|stdin|stdout|stderr|nextTick|hrtime|platform|cwd)\b|\bglobalThis\b|\blocalStorage\b/,
    'the host',
  ],
];

/** Code without comments, strings and the fixed parts of templates, so that only names that run remain. */
function code(text: string): string {
  return withoutComments(text)
    .replace(/'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"/g, "''")
    .replace(/`(?:[^`\\]|\\.)*`/g, (template) => (template.match(/\$\{[^}]*\}/g) ?? []).join(' '));
}

describe('the house', () => {
  test('an import goes strictly down between the layers', () => {
    const wrong = sources.flatMap(({ path, imports }) => {
      const folder = folderOf(path);
      if (!folder) return [];
      const allowed = [folder, ...mayImport[folder]!];
      return imports
        .filter(({ target }) => inProject(target) && !allowed.some((candidate) => under(target, candidate)))
        .map(({ target }) => `${path} imports ${target}`);
    });
    expect(wrong).toEqual([]);
  });

  test('no imports go in a circle', () => {
    const byPath = new Map(sources.map((source) => [source.path, source]));
    const state = new Map<string, 'open' | 'done'>();
    const circles: string[] = [];
    const visit = (path: string, trail: string[]) => {
      if (state.get(path) === 'done') return;
      if (state.get(path) === 'open') {
        circles.push([...trail.slice(trail.indexOf(path)), path].join(' → '));
        return;
      }
      state.set(path, 'open');
      for (const { target, types } of byPath.get(path)?.imports ?? []) {
        if (!types && byPath.has(target)) visit(target, [...trail, path]);
      }
      state.set(path, 'done');
    };
    for (const { path } of sources) visit(path, []);
    expect(circles).toEqual([]);
  });

  test.each(deterministic)('%s knows no clock, no chance, no waiting and no host', (folder) => {
    const wrong = sources
      .filter(({ path }) => path.startsWith(`${folder}/`))
      .flatMap(({ path, text, imports }) => [
        ...banned.filter(([pattern]) => pattern.test(code(text))).map(([, what]) => `${path} uses ${what}`),
        ...imports.filter(({ target }) => !inProject(target)).map(({ target }) => `${path} imports ${target}`),
      ]);
    expect(wrong).toEqual([]);
  });

  test('every source file opens with a comment that says what it is', () => {
    const silent = sources
      .filter(({ path }) => path.endsWith('.ts') || path.endsWith('.tsx'))
      .filter(({ text }) => !/^(?:\/\*\*|\/\/)/.test(text))
      .map(({ path }) => path);
    expect(silent).toEqual([]);
  });

  test('no source file is longer than one can read', () => {
    const limit = 700;
    const long = sources
      .map(({ path, text }) => ({ path, lines: text.split('\n').length }))
      .filter(({ lines }) => lines > limit)
      .map(({ path, lines }) => `${path}: ${lines} lines`);
    expect(long).toEqual([]);
  });

  test('the lockfile has every platform’s packages', () => {
    const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
      packages: Record<string, { optionalDependencies?: Record<string, string> }>;
    };
    const names = new Set(Object.keys(lock.packages).map((key) => key.slice(key.lastIndexOf('node_modules/') + 13)));
    const missing = Object.values(lock.packages)
      .flatMap((entry) => Object.keys(entry.optionalDependencies ?? {}))
      .filter((name) => !names.has(name));
    expect(missing).toEqual([]);
  });
});
