/**
 * Makes the files that labs load, before the site is built or served: each program of content/programs compiled and packed, the
 * system DLLs, their sources, and what the compiler needs to build an edited program.
 *
 * They are packed and compressed (not every host compresses what it serves) in `.cache/lab`, and copied to `lab/` in the built site. A mistake in a program's C stops the build with file,
 * line and caret.
 */
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import type { AstroIntegration } from 'astro';
import { compress } from 'lzma1';
import { CompileError, formatDiagnostic } from '../compiler/diagnostic.ts';
import type { Image } from '../compiler/symbols.ts';
import { exerciseNames, readExercise } from '../lab/exercise-files.node.ts';
import { neededDlls } from '../lab/needed.ts';
import { buildProgram, modulesOf, type ProgramOutline } from '../windows/build.ts';
import { readProgramFiles } from '../windows/files.node.ts';
import { programIn, programNamesIn } from '../windows/program.ts';
import { loadSystem } from '../windows/system.node.ts';
import type { System } from '../windows/system.ts';
import { type PackedProgram, sourceFolders, systemFiles } from './lab-data.ts';
import { pack } from './pack.ts';
import { type SlimImage, slim, withoutUnread, withUsedTypes } from './slim.ts';

export function labAssets(): AstroIntegration {
  let folder = '';
  return {
    name: 'lab-assets',
    hooks: {
      'astro:config:setup': ({ config, command, addWatchFile }) => {
        folder = join(fileURLToPath(config.root), '.cache', 'lab');
        if (command === 'preview') return;
        makeAll(folder);
        if (command === 'dev') {
          const programs = join(fileURLToPath(config.root), 'content', 'programs');
          for (const file of Object.keys(readProgramFiles())) addWatchFile(join(programs, file));
        }
      },
      'astro:server:setup': ({ server }) => {
        server.middlewares.use('/lab', (request, response, next) => {
          const file = join(folder, new URL(request.url ?? '/', 'http://site').pathname);
          if (!file.startsWith(folder) || !existsSync(file) || !statSync(file).isFile()) return next();
          response.setHeader('Content-Type', 'application/octet-stream');
          response.end(readFileSync(file));
        });
      },
      'astro:build:done': ({ dir }) => {
        cpSync(folder, join(fileURLToPath(dir), 'lab'), { recursive: true });
      },
    },
  };
}

/** Compresses a packed file; what took long is kept under `cache`. */
type Compress = (packed: Uint8Array, cache: string) => Uint8Array;

/** Up to this size a program is worth the time that LZMA takes; larger ones carry a run-time library and are few. */
const lzmaMaxBytes = 0x1_0000;

function makeAll(folder: string): void {
  const system = loadSystem();
  rmSync(folder, { recursive: true, force: true });
  const write = (file: string, value: unknown, compressedBy: Compress = withGzip) => {
    const path = join(folder, file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, compressedBy(pack(value), dirname(folder)));
  };
  for (const name of systemFiles(system.images.map(({ fileName }) => fileName.toLowerCase()))) {
    const images = system.images.filter(({ fileName }) => systemFiles([fileName.toLowerCase()])[0] === name);
    write(`system/${name}.bin`, images.map(withoutUnread).map(small), withLzma);
  }
  for (const each of sourceFolders) write(`sources/${each}.bin`, sourcesIn(each, system));
  const { kernel32, ntdll, ...runtimes } = system.libraries;
  write('build/common.bin', { headers: system.headers, kernel32, ntdll });
  for (const [name, libraries] of Object.entries(runtimes)) write(`build/${name}.bin`, libraries);
  const files = readProgramFiles();
  mkdirSync(join(folder, 'programs'), { recursive: true });
  const writeProgram = (file: string, name: string, outline: ProgramOutline) =>
    write(`programs/${file}.bin`, packedProgram(name, outline, system), (packed, cache) =>
      packed.length <= lzmaMaxBytes ? withLzma(packed, cache) : withGzip(packed),
    );
  for (const name of programNamesIn(files)) writeProgram(name, name, programIn(files, name));
  for (const { exercise, outline } of exerciseNames().map(readExercise)) {
    if (outline && exercise.program) writeProgram(exercise.program, exercise.name, outline);
  }
}

function withGzip(packed: Uint8Array): Uint8Array {
  return gzipSync(packed, { level: 9 });
}

/** What every lab loads: LZMA makes it a sixth smaller than gzip, and takes its time, so what it made is kept. */
function withLzma(packed: Uint8Array, cache: string): Uint8Array {
  const kept = join(cache, 'lzma', createHash('sha256').update(packed).digest('hex'));
  if (existsSync(kept)) return readFileSync(kept);
  const compressed = new Uint8Array(compress(packed, 9));
  mkdirSync(dirname(kept), { recursive: true });
  writeFileSync(kept, compressed);
  return compressed;
}

function packedProgram(name: string, outline: ProgramOutline, system: System): PackedProgram {
  try {
    const own = buildProgram(modulesOf(outline), system);
    return { ...outline, program: own[0]?.fileName ?? '', own: own.map(small), system: neededDlls(own, system.images) };
  } catch (error) {
    if (error instanceof CompileError) {
      throw new Error(`the program ${name} does not compile\n${formatDiagnostic(error.diagnostic)}`);
    }
    throw error;
  }
}

/** As it is sent: ntdll's types are those that `dt` knows, so all of them stay. */
function small(image: Image): SlimImage {
  return slim(image.fileName === 'ntdll.dll' ? image : withUsedTypes(image));
}

/** The system's sources of one folder: a reader who steps into one of a DLL's files will want others of it. */
function sourcesIn(folder: string, { sources, headers }: System): Record<string, string> {
  const all = Object.entries({ ...inInclude(headers), ...sources });
  return Object.fromEntries(all.filter(([path]) => path.startsWith(`${folder}/`)));
}

function inInclude(headers: System['headers']): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, text]) => [`include/${name}`, text]));
}
