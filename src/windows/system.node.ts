/**
 * The built system under Node: made once and kept on disk, under a name that changes with every file that it is made of.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import { readWindowsFiles } from './files.node.ts';
import { buildSystem, type System } from './system.ts';

const root = join(import.meta.dirname, '..', '..');
const cache = join(root, 'node_modules', '.cache', 'windows');

/** Folders whose code decides what comes out. */
const MAKERS = ['src/compiler', 'src/nt/structs', 'src/nt/services', 'src/machine', 'src/windows'];

let known: System | undefined;

/** Windows' user mode, from the cache on disk when nothing that it is made of has changed. */
export function loadSystem(): System {
  known ??= fromCache();
  return known;
}

function fromCache(): System {
  const files = readWindowsFiles();
  const file = join(cache, `${fingerprint(files)}.bin`);
  try {
    return deserialize(readFileSync(file)) as System;
  } catch {
    const system = buildSystem(files);
    keep(file, system);
    return system;
  }
}

/** Written under another name first, so that nobody reads half a file; a disk that cannot be written is no reason to stop. */
function keep(file: string, system: System): void {
  try {
    mkdirSync(cache, { recursive: true });
    writeFileSync(`${file}.${process.pid}`, serialize(system));
    renameSync(`${file}.${process.pid}`, file);
  } catch {
    // The next run builds it again.
  }
}

function fingerprint(files: Readonly<Record<string, string>>): string {
  const hash = createHash('sha256');
  for (const [path, text] of Object.entries(files)) hash.update(`${path}\0${text}\0`);
  for (const folder of MAKERS) {
    for (const name of readdirSync(join(root, folder), { recursive: true }).map(String).sort()) {
      if (name.endsWith('.ts')) hash.update(`${name}\0${readFileSync(join(root, folder, name), 'utf8')}\0`);
    }
  }
  return hash.digest('hex').slice(0, 24);
}
