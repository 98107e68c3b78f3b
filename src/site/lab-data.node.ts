/**
 * The programs of the book as the build sees them: read from the files that lab-assets.ts has made in `.cache/lab`.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { imagesOf, isLzma, type PackedProgram, type ProgramData, systemFiles } from './lab-data.ts';
import { unpackLzma } from './lzma.ts';
import { unpack } from './pack.ts';
import type { SlimImage } from './slim.ts';

/** Where the files are made before the site is built; pages find them under `lab/`. */
const folder = join(process.cwd(), '.cache', 'lab');

function read<T>(file: string): T {
  const bytes = new Uint8Array(readFileSync(join(folder, file)));
  return unpack(isLzma(bytes) ? unpackLzma(bytes) : new Uint8Array(gunzipSync(bytes))) as T;
}

/** The names of all programs in content/programs. */
export function programNames(): string[] {
  return readdirSync(join(folder, 'programs')).map((file) => file.replace(/\.bin$/, ''));
}

/** A program with everything that it needs to run. Throws when there is none of that name. */
export function programData(name: string): ProgramData {
  if (!existsSync(join(folder, 'programs', `${name}.bin`))) {
    throw new Error(`There is no program "${name}" in content/programs; there are ${programNames().join(', ')}`);
  }
  const { own, ...packed } = read<PackedProgram>(`programs/${name}.bin`);
  const dlls = systemFiles(packed.system).flatMap((file) => read<readonly SlimImage[]>(`system/${file}.bin`));
  return { ...packed, images: imagesOf({ own, ...packed }, dlls) };
}
