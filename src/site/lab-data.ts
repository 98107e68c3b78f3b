/**
 * What a lab on a page loads: its program's images and sources, the system DLLs that these need, and, when they are asked
 * for, the system's sources and what the compiler needs to build an edited program. All of it lies under `lab/` at the
 * site's root, made when the book is built (lab-assets.ts), and each file is fetched once per page.
 */
import type { Library } from '@/compiler/object.ts';
import type { Image } from '@/compiler/symbols.ts';
import type { ProgramOutline, Runtime } from '@/windows/build.ts';
import type { System, SystemLibraries } from '@/windows/system.ts';
import { siteRoot } from './client/root.ts';
import { unpackLzma } from './lzma.ts';
import { unpack } from './pack.ts';
import { fat, type SlimImage } from './slim.ts';

/** A program ready to boot, and to be built anew from changed sources. */
export interface ProgramData extends ProgramOutline {
  readonly images: readonly Image[];
  /** File name of the EXE among `images`. */
  readonly program: string;
  /** Names of the system DLLs among `images`. */
  readonly system: readonly string[];
}

/** A program's file: its own modules, and the names of the system DLLs that it loads. */
export interface PackedProgram extends ProgramOutline {
  readonly program: string;
  readonly own: readonly SlimImage[];
  readonly system: readonly string[];
}

const loads = new Map<string, Promise<unknown>>();

/** The DLLs that every process has. */
export const coreDlls: readonly string[] = ['ntdll.dll', 'kernel32.dll'];

/** These and the run-time library that nearly every program has come in one file, `system/core.bin`, which is smaller than three. */
const inCoreFile: readonly string[] = [...coreDlls, 'msvcr90.dll'];

/** The files under lab/system that hold these DLLs; each is a list of images. */
export function systemFiles(dlls: readonly string[]): string[] {
  return [...new Set(dlls.map((dll) => (inCoreFile.includes(dll) ? 'core' : dll)))];
}

/** The system's DLLs and small programs are compressed with LZMA, everything else with gzip. */
export function isLzma(bytes: Uint8Array): boolean {
  return bytes[0] === 0x5d && bytes[1] === 0;
}

async function fetchPacked(file: string): Promise<unknown> {
  const response = await fetch(new URL(`lab/${file}`, siteRoot()));
  if (!response.ok) throw new Error(`lab/${file} could not be loaded (${response.status})`);
  const bytes = new Uint8Array(await response.arrayBuffer());
  if (isLzma(bytes)) return unpack(unpackLzma(bytes));
  const unzipped = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
  return unpack(new Uint8Array(await new Response(unzipped).arrayBuffer()));
}

/** A file under lab/, unpacked; a load that failed is tried anew next time. */
function load<T>(file: string): Promise<T> {
  const known = loads.get(file) ?? fetchPacked(file);
  loads.set(file, known);
  known.catch(() => loads.delete(file));
  return known as Promise<T>;
}

/** The images that a program's machine has, of those in the files that hold its DLLs: the same ones wherever it runs. */
export function imagesOf({ own, system }: PackedProgram, inFiles: readonly SlimImage[]): Image[] {
  const needed = inFiles.filter(({ slim }) => system.includes(slim.fileName.toLowerCase()));
  return [...own, ...needed].map(fat);
}

/** A program of content/programs with everything that it needs to run. */
export async function loadProgram(name: string): Promise<ProgramData> {
  const { own, ...packed } = await load<PackedProgram>(`programs/${name}.bin`);
  const files = systemFiles(packed.system).map((file) => load<readonly SlimImage[]>(`system/${file}.bin`));
  return { ...packed, images: imagesOf({ own, ...packed }, (await Promise.all(files)).flat()) };
}

/** The folders of the system's sources; each is a file under lab/sources. */
export const sourceFolders = ['include', 'intrinsics', 'kernel32', 'kernelbase', 'msvcr90', 'ntdll', 'user32'] as const;

const systemSources = new Map<string, Readonly<Record<string, string>>>();

/**
 * The text of a system source by its name in the symbols, undefined for a name that is none. A text is fetched, with the others of
 * its folder, when it is first asked for: until `whenLoaded` is called it is empty.
 */
export function systemSource(path: string, whenLoaded: () => void): string | undefined {
  const folder = sourceFolders.find((each) => path.startsWith(`${each}/`));
  if (!folder) return undefined;
  const known = systemSources.get(folder);
  if (known) return known[path];
  load<Readonly<Record<string, string>>>(`sources/${folder}.bin`).then(
    (sources) => {
      if (systemSources.has(folder)) return;
      systemSources.set(folder, sources);
      whenLoaded();
    },
    () => {},
  );
  return '';
}

/** The library of each compiler option. */
const libraryOf: Readonly<Record<Runtime, keyof SystemLibraries>> = {
  MD: 'msvcrt',
  MDd: 'msvcrtd',
  MT: 'libcmt',
  MTd: 'libcmtd',
};

interface Common {
  readonly headers: System['headers'];
  readonly kernel32: Library;
  readonly ntdll: Library;
}

/**
 * What building an edited program takes: headers and the libraries of its modules' run-time options. Images and sources are not
 * in it; the page has them.
 */
export async function loadBuildSystem(program: ProgramOutline): Promise<System> {
  const none: readonly Library[] = [];
  const names = [...new Set(program.modules.map(({ runtime }) => libraryOf[runtime]))];
  const [common, ...loaded] = await Promise.all([
    load<Common>('build/common.bin'),
    ...names.map((name) => load<readonly Library[]>(`build/${name}.bin`)),
  ]);
  const { headers, kernel32, ntdll } = common;
  const runtimes = Object.fromEntries(names.map((name, index) => [name, loaded[index]]));
  const libraries = { libcmt: none, libcmtd: none, msvcrt: none, msvcrtd: none, ...runtimes, kernel32, ntdll };
  return { images: [], headers, libraries, sources: {} };
}
