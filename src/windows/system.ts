/**
 * Windows' user mode, built: the DLLs as images, the libraries that programs are linked with, the headers, and the sources for
 * the debugger.
 *
 * Order: ntdll, then kernel32 against ntdll, kernelbase, user32 and the two run-time library DLLs against both, then what the four options
 * /MT /MTd /MD /MDd link into programs.
 */

import { compile } from '../compiler/compile.ts';
import { link } from '../compiler/link.ts';
import type { ImportName, Library, ObjectFile } from '../compiler/object.ts';
import type { TokenCache } from '../compiler/preprocess.ts';
import type { Image } from '../compiler/symbols.ts';
import { assert } from '../machine/assert.ts';
import { type Files, publicHeaders, systemInclude, withGenerated } from './headers.ts';

/** The libraries that programs name: start-up objects and run-time library for each option, and the system's own. */
export interface SystemLibraries {
  readonly libcmt: readonly Library[];
  readonly libcmtd: readonly Library[];
  readonly msvcrt: readonly Library[];
  readonly msvcrtd: readonly Library[];
  readonly kernel32: Library;
  readonly ntdll: Library;
}

export interface System {
  readonly images: readonly Image[];
  /** What programs may include, by name. */
  readonly headers: Files;
  readonly libraries: SystemLibraries;
  /** Source texts by the names in the images' symbols. */
  readonly sources: Files;
}

interface Variant {
  readonly sources: readonly string[];
  readonly defines: readonly string[];
  readonly entry?: string;
  readonly importsFrom?: string;
}

type RuntimeList = Readonly<Record<string, readonly string[]>> & {
  readonly variants: Readonly<Record<string, Variant>>;
};

/** Where the DLLs want to lie. */
const BASES: Readonly<Record<string, number>> = {
  'ntdll.dll': 0x77300000,
  'kernel32.dll': 0x75820000,
  'KERNELBASE.dll': 0x75760000,
  'USER32.dll': 0x76c00000,
  'MSVCR90D.dll': 0x10200000,
  'MSVCR90.dll': 0x78520000,
};

/** Compiles and links everything. Throws CompileError for a mistake in our own C files. */
export function buildSystem(given: Files): System {
  const build = new Build(withGenerated(given));
  const intrinsics: Library = { kind: 'static', name: 'intrinsics', members: build.folder('intrinsics', {}) };

  const ntdllObjects = build.folder('ntdll', { _NTDLL_: '1' });
  const ntdllImage = build.dll('ntdll.dll', ntdllObjects, [intrinsics], '', []);
  const ntdll = importLibrary('ntdll.dll', ntdllObjects, [], []);

  const forwarders = definitions(build.text('kernel32/kernel32.def'));
  const kernel32Objects = build.folder('kernel32', { _KERNEL32_: '1' });
  const kernel32Image = build.dll(
    'kernel32.dll',
    kernel32Objects,
    [ntdll, intrinsics],
    'BaseDllInitialize',
    forwarders,
  );
  const kernel32 = importLibrary('kernel32.dll', kernel32Objects, forwarders, [ntdll]);

  const kernelbaseObjects = build.folder('kernelbase', {});
  const kernelbaseImage = build.dll('KERNELBASE.dll', kernelbaseObjects, [kernel32, ntdll, intrinsics], '', []);
  const kernelbase = importLibrary('KERNELBASE.dll', kernelbaseObjects, [], []);

  const user32Objects = build.folder('user32', { _USER32_: '1' });
  const user32Image = build.dll('USER32.dll', user32Objects, [kernel32, ntdll, intrinsics], '', []);
  const user32 = importLibrary('USER32.dll', user32Objects, [], []);

  const others = [intrinsics, kernelbase, user32];
  const runtimes = new Runtimes(build, [kernel32, ntdll, intrinsics]);
  return {
    images: [ntdllImage, kernel32Image, kernelbaseImage, user32Image, ...runtimes.images],
    headers: publicHeaders(build.files),
    libraries: {
      libcmt: [runtimes.staticLibrary('libcmt'), ...others],
      libcmtd: [runtimes.staticLibrary('libcmtd'), ...others],
      msvcrt: [runtimes.staticLibrary('msvcrt'), runtimes.imports('MSVCR90.dll'), ...others],
      msvcrtd: [runtimes.staticLibrary('msvcrtd'), runtimes.imports('MSVCR90D.dll'), ...others],
      kernel32,
      ntdll,
    },
    sources: Object.fromEntries(Object.entries(build.files).filter(([path]) => /\.(c|cpp|h)$/.test(path))),
  };
}

class Build {
  readonly files: Files;
  private readonly include;
  private readonly cache: TokenCache = new Map();

  constructor(files: Files) {
    this.files = files;
    this.include = systemInclude(files);
  }

  text(path: string): string {
    const text = this.files[path];
    assert(text !== undefined, `the system has the file ${path}`);
    return text;
  }

  /** Compiles one file of the system. */
  compile(path: string, defines: Readonly<Record<string, string>>): ObjectFile {
    return compile(
      { name: path, text: this.text(path) },
      {
        language: path.endsWith('.cpp') ? 'c++' : 'c',
        defines,
        include: this.include,
        cache: this.cache,
        debug: true,
        hotpatch: true,
      },
    );
  }

  /** Compiles all C files of a folder, in the order of their names. */
  folder(name: string, defines: Readonly<Record<string, string>>): ObjectFile[] {
    const paths = Object.keys(this.files).filter((path) => path.startsWith(`${name}/`) && path.endsWith('.c'));
    return paths.sort().map((path) => this.compile(path, defines));
  }

  dll(
    fileName: string,
    objects: readonly ObjectFile[],
    libraries: readonly Library[],
    entry: string,
    exports: readonly string[],
  ): Image {
    const base = BASES[fileName];
    assert(base !== undefined, `${fileName} has a base`);
    return link({
      fileName,
      isDll: true,
      safeSeh: true,
      entry,
      base,
      subsystem: 'console',
      subsystemVersion: [6, 1],
      stackReserve: 0x40000,
      stackCommit: 0x1000,
      heapReserve: 0x100000,
      heapCommit: 0x1000,
      objects,
      libraries,
      exports,
      dynamicBase: false,
      relocations: true,
    });
  }
}

/** The run-time library in its variants, from the list beside its sources. */
class Runtimes {
  readonly images: readonly Image[];
  private readonly build: Build;
  private readonly list: RuntimeList;
  private readonly importLibraries = new Map<string, Library>();

  constructor(build: Build, libraries: readonly Library[]) {
    this.build = build;
    this.list = JSON.parse(build.text('msvcr90/sources.json')) as RuntimeList;
    this.images = ['MSVCR90.dll', 'MSVCR90D.dll'].map((fileName) => {
      const objects = this.objects(fileName);
      this.importLibraries.set(fileName, importLibrary(fileName, objects, [], []));
      return build.dll(fileName, objects, libraries, this.variant(fileName).entry ?? '', []);
    });
  }

  imports(fileName: string): Library {
    const library = this.importLibraries.get(fileName);
    assert(library, `${fileName} was built`);
    return library;
  }

  staticLibrary(name: string): Library {
    return { kind: 'static', name, members: this.objects(name) };
  }

  private objects(name: string): ObjectFile[] {
    const { sources, defines } = this.variant(name);
    const values = Object.fromEntries(defines.map((define) => [define, '1']));
    const files = new Set(sources.flatMap((group) => this.list[group] ?? []));
    return [...files].map((file) => this.build.compile(`msvcr90/${file}`, values));
  }

  private variant(name: string): Variant {
    const variant = this.list.variants[name];
    assert(variant, `the run-time library has a variant ${name}`);
    return variant;
  }
}

/** The lines of a module-definition file behind EXPORTS. */
function definitions(text: string): string[] {
  const lines = text.split(/\r?\n/).map((line) => line.replace(/;.*/, '').trim());
  return lines.filter((line) => line !== '' && !/^(EXPORTS|LIBRARY\b.*)$/i.test(line));
}

/**
 * What a program links with to import from the DLL: the decorated names of all that its objects export, and for forwarders
 * the decoration of the function that they lead to.
 */
export function importLibrary(
  dll: string,
  objects: readonly ObjectFile[],
  exports: readonly string[],
  targets: readonly Library[],
): Library {
  const names: ImportName[] = [];
  for (const { symbols } of objects)
    for (const { exportName, section, name, isFunction } of symbols)
      if (exportName !== undefined && section >= 0)
        names.push(isFunction ? { name, exportName } : { name, exportName, data: true });
  for (const line of exports) {
    const [, exportName, internal] = /^([^=\s]+)=(?:\w+\.)?(\S+)/.exec(line) ?? [];
    if (exportName === undefined || internal === undefined) continue;
    const target = targets.flatMap((t) => (t.kind === 'import' ? t.names : [])).find((n) => n.exportName === internal);
    assert(target, `${exportName} leads to a function of ntdll that exists`);
    names.push({ name: `_${exportName}${/@\d+$/.exec(target.name)?.[0] ?? ''}`, exportName });
  }
  const sorted = [...new Set(names.map((each) => each.exportName))].sort();
  return { kind: 'import', dll, names: names.map((each) => ({ ...each, hint: sorted.indexOf(each.exportName) })) };
}
