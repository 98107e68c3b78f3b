/**
 * What of the built site an exercise needs: its pages, the scripts, styles and fonts that these name, directly or through each other,
 * and of the lab's files its program, the DLLs and the libraries that the program takes. Under Node only.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { readExercise } from '../../lab/exercise-files.node.ts';
import { readProgramFiles } from '../../windows/files.node.ts';
import { programIn } from '../../windows/program.ts';
import { isLzma, type PackedProgram, sourceFolders, systemFiles } from '../lab-data.ts';
import { unpackLzma } from '../lzma.ts';
import { unpack } from '../pack.ts';

/** Fonts for letters that neither of the book's languages has, and the one in which only chapters are set. */
const unneededFont = /-(cyrillic|cyrillic-ext|greek|greek-ext|vietnamese|latin-ext)-wght-|^source-serif-/;
/** Scripts that load the machine, the editor and the compiler: an exercise without a program never asks for them. */
const forPrograms = /^(ExerciseLab|LabSession|codemirror|build)\./;
/** Where a script names another: what it imports, at once or later. Its list of what to fetch early names more. */
const imported = /(?:\bfrom|\bimport|\bimport\(|\bURL\()\s*["'`]\.\/([\w.~-]+\.js)["'`]/g;
const libraryOf = { MD: 'msvcrt', MDd: 'msvcrtd', MT: 'libcmt', MTd: 'libcmtd' } as const;

/** The files of a built site, read once each. */
export class SiteFiles {
  readonly #folder: string;
  readonly #assets: ReadonlySet<string>;
  readonly #texts = new Map<string, Uint8Array>();
  readonly #named = new Map<string, readonly string[]>();

  constructor(folder: string) {
    this.#folder = folder;
    const assets = join(folder, '_astro');
    this.#assets = new Set(existsSync(assets) ? readdirSync(assets) : []);
  }

  has(file: string): boolean {
    return existsSync(join(this.#folder, file));
  }

  /** A file as a package has it: styles without the fonts that are left out. */
  bytes(file: string): Uint8Array {
    const known = this.#texts.get(file);
    if (known) return known;
    const raw = readFileSync(join(this.#folder, file));
    const bytes = file.endsWith('.css') ? new TextEncoder().encode(withoutFonts(raw.toString('utf8'))) : raw;
    this.#texts.set(file, bytes);
    return bytes;
  }

  text(file: string): string {
    return new TextDecoder().decode(this.bytes(file));
  }

  /** The assets that a file names. */
  #namedIn(file: string): readonly string[] {
    const known = this.#named.get(file);
    if (known) return known;
    const text = /\.(html|js|css)$/.test(file) ? this.text(file) : '';
    const others = file.endsWith('.js')
      ? /[\w.~-]+\.(?:css|woff2|svg|png|wasm)\b/g
      : /[\w.~-]+\.(?:js|css|woff2|svg|png)\b/g;
    const scripts = file.endsWith('.js') ? [...text.matchAll(imported)].map(([, name = '']) => name) : [];
    const names = new Set([...scripts, ...(text.match(others) ?? [])]);
    const there = [...names].filter((name) => this.#assets.has(name) && !unneededFont.test(name));
    this.#named.set(file, there);
    return there;
  }

  /** The assets that pages need, directly or through each other. */
  assetsOf(pages: readonly string[], withPrograms: boolean): string[] {
    const found = new Set<string>();
    const visit = (file: string) => {
      for (const name of this.#namedIn(file)) {
        const asset = `_astro/${name}`;
        if (found.has(asset) || (!withPrograms && forPrograms.test(name))) continue;
        found.add(asset);
        visit(asset);
      }
    };
    pages.forEach(visit);
    return [...found].sort();
  }

  /** The lab's files that an exercise may load; none when it has no program. */
  labFilesOf(name: string): string[] {
    const { exercise, outline } = readExercise(name);
    if (exercise.program === undefined) return [];
    const program = `lab/programs/${exercise.program}.bin`;
    const { system } = unpack(unzipped(this.bytes(program))) as PackedProgram;
    const { modules } = outline ?? programIn(readProgramFiles(), exercise.program);
    const libraries = new Set(modules.map(({ runtime }) => libraryOf[runtime]));
    return [
      program,
      ...systemFiles(system).map((file) => `lab/system/${file}.bin`),
      ...sourceFolders.map((folder) => `lab/sources/${folder}.bin`),
      'lab/build/common.bin',
      ...[...libraries].map((library) => `lab/build/${library}.bin`),
    ].filter((file) => this.has(file));
  }
}

function unzipped(bytes: Uint8Array): Uint8Array {
  return isLzma(bytes) ? unpackLzma(bytes) : new Uint8Array(gunzipSync(bytes));
}

/** A style sheet without the faces whose fonts are left out. */
function withoutFonts(css: string): string {
  return css.replace(/@font-face\s*\{[^}]*\}/g, (face) => (unneededFont.test(face) ? '' : face));
}
