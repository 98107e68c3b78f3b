/** `glass`: the machine in a terminal. See `glass --help`. */
import { writeFileSync } from 'node:fs';
import { HELP, parseArguments, type Settings, UsageError } from './cli/arguments.ts';
import { debug } from './cli/debug.ts';
import { modulesOf } from './cli/modules.ts';
import { outcome, runToEnd } from './cli/run.ts';
import { CompileError, formatDiagnostic } from './compiler/diagnostic.ts';
import type { Image } from './compiler/symbols.ts';
import { withNeeded } from './lab/needed.ts';
import { boot } from './nt/boot.ts';
import { buildProgram, type ModuleSource } from './windows/build.ts';
import { loadSystem } from './windows/system.node.ts';

/** Carries a command line out and returns the exit code. */
async function main(words: readonly string[]): Promise<number> {
  const settings = parseArguments(words);
  if (settings.command === 'help') {
    process.stdout.write(HELP);
    return 0;
  }
  if (settings.command === 'exercise') {
    const { printExercise } = await import('./cli/exercise.ts');
    return printExercise(settings);
  }
  const modules = modulesOf(settings.modules, settings.runtime).map((module) =>
    settings.bufferSecurity ? { ...module, options: { ...module.options, bufferSecurity: true } } : module,
  );
  if (settings.command === 'asm') return printAssembly(modules);
  const own = buildProgram(modules, loadSystem(), (warning) =>
    process.stderr.write(`${formatDiagnostic(warning, 'warning')}\n`),
  );
  return settings.command === 'build' ? writeImages(own, settings) : run(own, modules, settings);
}

async function run(own: readonly Image[], modules: readonly ModuleSource[], settings: Settings): Promise<number> {
  const system = loadSystem();
  const program = own[0]?.fileName ?? '';
  const images = withNeeded(own, system.images);
  const options = {
    seed: settings.seed,
    processors: settings.processors,
    commandLine: commandLine(program, settings.programArguments),
  };
  if (settings.seeds) return runAll(images, program, settings, options.commandLine);
  if (settings.debug !== undefined) {
    const sources = Object.fromEntries(
      modules.flatMap((module) => module.sources.map(({ name, text }) => [name, text])),
    );
    return debug({ images, program, sources, systemSource: (file) => system.sources[file], options }, settings.debug);
  }
  const machine = boot({ images, program, ...options });
  const began = performance.now();
  const stop = runToEnd(machine, settings.limit);
  const seconds = (performance.now() - began) / 1000;
  const { code, message } = outcome(stop, program, machine);
  if (message) process.stderr.write(`${message}\n`);
  if (settings.stats) {
    const rate = Math.round(machine.position / seconds);
    process.stderr.write(
      `position ${machine.position}; ${seconds.toFixed(3)} s; ${rate} instructions per second; simulated ${machine.time100ns / 1e7} s\n`,
    );
  }
  return code;
}

async function runAll(
  images: readonly Image[],
  program: string,
  settings: Settings,
  commandLine: string,
): Promise<number> {
  const { reportSeeds, runSeeds } = await import('./cli/seeds.ts');
  const { processors, limit } = settings;
  const began = performance.now();
  const range = settings.seeds ?? { first: settings.seed, last: settings.seed };
  const outcomes = await runSeeds({ images, program, options: { processors, commandLine }, limit, ...range });
  const { text, code } = reportSeeds(outcomes, (performance.now() - began) / 1000);
  process.stdout.write(text);
  return code;
}

/** The command line as a shell of Windows would give it: words with blanks or quotes in quotes. */
function commandLine(program: string, words: readonly string[]): string {
  const quoted = words.map((word) =>
    word === '' || /[\s"]/.test(word) ? `"${word.replace(/(\\*)"/g, '$1$1\\"').replace(/(\\+)$/, '$1$1')}"` : word,
  );
  return [program, ...quoted].join(' ');
}

function writeImages(images: readonly Image[], { output }: Settings): number {
  for (const [index, image] of images.entries()) {
    const file = index === 0 && output !== undefined ? output : image.fileName;
    writeFileSync(file, image.bytes);
    process.stderr.write(`${file}: ${image.bytes.length} bytes\n`);
  }
  return 0;
}

async function printAssembly(modules: readonly ModuleSource[]): Promise<number> {
  const { listing } = await import('./compiler/listing.ts');
  const { compileModule } = await import('./windows/build.ts');
  for (const { object, text } of modules.flatMap((module) => compileModule(module, loadSystem())))
    process.stdout.write(listing(object, text));
  return 0;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (error instanceof CompileError) process.stderr.write(`${formatDiagnostic(error.diagnostic)}\n`);
  else if (error instanceof UsageError) process.stderr.write(`glass: ${error.message}\n`);
  else throw error;
  process.exitCode = error instanceof CompileError ? 1 : 2;
}
