/** The command line of `glass`, taken apart. */

export interface Settings {
  readonly command: 'run' | 'build' | 'asm' | 'exercise' | 'help';
  /** Sources or module texts: "prog.c", "RuntimeTest=rt.cpp:/MDd"; of `exercise` the exercise's name. */
  readonly modules: readonly string[];
  /** What stands behind `--`: the program's own arguments. */
  readonly programArguments: readonly string[];
  readonly debug: string | undefined;
  readonly seed: number;
  /** With `run`: each of these seeds, instead of one run. */
  readonly seeds: { readonly first: number; readonly last: number } | undefined;
  readonly processors: 1 | 2 | 3 | 4;
  /** Instructions after which the run is stopped. */
  readonly limit: number;
  readonly stats: boolean;
  /** `exercise` prints the answers too. */
  readonly answer: boolean;
  readonly output: string | undefined;
  readonly runtime: string | undefined;
  /** /GS: security cookies. */
  readonly bufferSecurity: boolean;
}

/** What is wrong with a command line. */
export class UsageError extends Error {
  override name = 'UsageError';
}

export const HELP = `glass: C programs on a small 32-bit Windows

  glass run prog.c [more.c …] [options] [-- arguments]
      compiles, boots and runs. Input, output, errors and the exit code are the program's own.
  glass run RuntimeTest=rt.cpp:/MDd RuntimeDll=dll.cpp:/MTd
      several modules: the first is the EXE, the others are DLLs; behind the colon the run-time library
      (/MD /MDd /MT /MTd). Several sources of a module are joined by commas.
  glass build prog.c -o prog.exe      writes the PE file
  glass asm prog.c                    prints the assembly
  glass exercise                      lists the book's exercises
  glass exercise NAME --seed N [--answer]
      what the exercise asks with that seed (default 1), and with --answer what is right

Options
  /MD /MDd /MT /MTd      run-time library of modules that do not name one (default /MD)
  /GS, --gs              security cookies: buffers and exception records are checked (default off)
  --debug "commands"     runs WinDbg commands, for instance "bp main; g; k", and prints what they print
  --seed N               chance: addresses, scheduling (default 0); the same seed gives the same run
  --seeds A-B            run: boots once with each of these seeds, prints how those ended that did not end with exit
                         code 0 (with their last line), and how many there were; for races that only some seeds show
  --processors N         1 to 4 (default 1)
  --limit N              stops after N instructions (default 20000000000)
  --stats                prints position, time and instructions per second to stderr
  --help                 this text

A mistake in a program is shown with its line, and the exit code is 1. A program that an exception ends prints the
exception's code and name on stderr, and its exit code is not 0.
`;

const COMMANDS = new Set(['run', 'build', 'asm', 'exercise']);
const NUMBERS = new Set(['--seed', '--processors', '--limit']);

/** Reads the words of a command line; throws UsageError with a sentence. */
export function parseArguments(words: readonly string[]): Settings {
  const split = words.indexOf('--');
  const own = split < 0 ? words : words.slice(0, split);
  const programArguments = split < 0 ? [] : words.slice(split + 1);
  const modules: string[] = [];
  const values = new Map<string, string>();
  for (let i = 0; i < own.length; i++) {
    const word = own[i] ?? '';
    const [option, inline] = word.startsWith('--') ? word.split(/=(.*)/s, 2) : [word, undefined];
    if (option === '--stats' || option === '--answer' || option === '--help' || option === '-h')
      values.set(option === '-h' ? '--help' : option, 'yes');
    else if (option && (NUMBERS.has(option) || ['--debug', '--output', '-o', '--seeds'].includes(option))) {
      values.set(option === '-o' ? '--output' : option, inline ?? own[++i] ?? missing(option));
    } else if (word === '--gs' || /^[-/]GS$/.test(word)) values.set('--gs', 'yes');
    else if (/^[-/]M[DT]d?$/.test(word)) values.set('runtime', word.slice(1));
    else if (word.startsWith('-')) throw new UsageError(`there is no option ${word}; --help lists them`);
    else modules.push(word);
  }
  return settingsOf(modules, programArguments, values);
}

function missing(option: string): never {
  throw new UsageError(`${option} wants a value behind it`);
}

function settingsOf(
  words: readonly string[],
  programArguments: readonly string[],
  values: ReadonlyMap<string, string>,
): Settings {
  const [command = 'help', ...modules] = words;
  const isHelp = values.has('--help') || command === 'help';
  if (!isHelp && !COMMANDS.has(command)) throw new UsageError(`there is no command '${command}'; --help lists them`);
  if (!isHelp && command !== 'exercise' && modules.length === 0)
    throw new UsageError(`glass ${command} wants a source file`);
  const processors = wholeNumber(values, '--processors', 1, 4) ?? 1;
  return {
    command: isHelp ? 'help' : (command as Settings['command']),
    modules,
    programArguments,
    debug: values.get('--debug'),
    seed: wholeNumber(values, '--seed', 0, 0xffffffff) ?? (command === 'exercise' ? 1 : 0),
    seeds: seedRange(values.get('--seeds')),
    processors: processors as 1 | 2 | 3 | 4,
    limit: wholeNumber(values, '--limit', 1, Number.MAX_SAFE_INTEGER) ?? 20_000_000_000,
    stats: values.has('--stats'),
    answer: values.has('--answer'),
    output: values.get('--output'),
    runtime: values.get('runtime'),
    bufferSecurity: values.has('--gs'),
  };
}

const SEEDS_MAX = 100_000;

function seedRange(text: string | undefined): Settings['seeds'] {
  if (text === undefined) return undefined;
  const [first = Number.NaN, last = Number.NaN] = /^\d+-\d+$/.test(text) ? text.split('-').map(Number) : [];
  if (!(first <= last && last <= 0xffffffff && last - first < SEEDS_MAX))
    throw new UsageError(`--seeds wants two whole numbers like 0-499, at most ${SEEDS_MAX} seeds, not '${text}'`);
  return { first, last };
}

function wholeNumber(
  values: ReadonlyMap<string, string>,
  option: string,
  least: number,
  most: number,
): number | undefined {
  const text = values.get(option);
  if (text === undefined) return undefined;
  const value = Number(text);
  if (!Number.isInteger(value) || value < least || value > most)
    throw new UsageError(`${option} wants a whole number from ${least} to ${most}, not '${text}'`);
  return value;
}
