/**
 * What a lab on a page loads: its program's images and sources, the system DLLs that these need, and, when they are asked
 * for, the system's sources and what the compiler needs to build an edited program. All of it lies under `lab/` at the
 * site's root, made when the book is built (lab-assets.ts), and each file is fetched once per page.
 */
import type { Image } from '@/compiler/symbols.ts';
import type { System } from '@/windows/system.ts';
import { siteRoot } from './client/root.ts';
import { unpack } from './pack.ts';

/** A program ready to boot. */
export interface ProgramData {
  readonly images: readonly Image[];
  /** File name of the EXE among `images`. */
  readonly program: string;
  /** The program's own sources by file name. */
  readonly sources: Readonly<Record<string, string>>;
}

/** A program's file: its own modules, and the names of the system DLLs that it loads. */
export interface PackedProgram {
  readonly program: string;
  readonly sources: Readonly<Record<string, string>>;
  readonly own: readonly Image[];
  readonly system: readonly string[];
}

const loads = new Map<string, Promise<unknown>>();

async function fetchPacked(file: string): Promise<unknown> {
  const response = await fetch(new URL(`lab/${file}`, siteRoot()));
  if (!response.ok) throw new Error(`lab/${file} could not be loaded (${response.status})`);
  return unpack(new Uint8Array(await response.arrayBuffer()));
}

/** A file under lab/, unpacked; a load that failed is tried anew next time. */
function load<T>(file: string): Promise<T> {
  const known = loads.get(file) ?? fetchPacked(file);
  loads.set(file, known);
  known.catch(() => loads.delete(file));
  return known as Promise<T>;
}

/** A program of content/programs with everything that it needs to run. */
export async function loadProgram(name: string): Promise<ProgramData> {
  const { program, sources, own, system } = await load<PackedProgram>(`programs/${name}.bin`);
  const dlls = await Promise.all(system.map((dll) => load<Image>(`system/${dll}.bin`)));
  return { images: [...own, ...dlls], program, sources };
}

/** The sources of the system DLLs by file name. */
export function loadSystemSources(): Promise<Readonly<Record<string, string>>> {
  return load('system-sources.bin');
}

/** Headers, libraries and images: what building an edited program takes. */
export function loadBuildSystem(): Promise<System> {
  return load('build-system.bin');
}
