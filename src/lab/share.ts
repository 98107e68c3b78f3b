/**
 * A link that carries a run: program, edits, seed, inputs and position, packed into the part behind `#`.
 *
 * The text is deflated JSON in base64url. Whatever stands there may come from anybody: it is measured, inflated within a
 * limit and checked field by field; what does not fit gives undefined, never an exception.
 */
import type { BootChoice } from '../nt/boot.ts';
import type { Input } from './input.ts';

/** What a page says of its lab: with it the run can be shown away from that page. */
export interface LabScene {
  readonly boot: BootChoice;
  readonly lenses: readonly string[];
  readonly title: string;
}

export interface SharedRun {
  readonly program: string;
  /** Edited sources by file name. */
  readonly edits: Readonly<Record<string, string>>;
  readonly seed: number;
  readonly inputs: readonly Input[];
  readonly position: number;
  /** Missing in links of before. */
  readonly scene?: LabScene | undefined;
}

const VERSION = 1;
const LINK_MAX = 100_000;
const TEXT_MAX = 1_000_000;
const INPUTS_MAX = 10_000;

/** The part of a link that carries `run`. */
export async function packRun(run: SharedRun): Promise<string> {
  const json = JSON.stringify({
    v: VERSION,
    p: run.program,
    e: run.edits,
    s: run.seed,
    i: run.inputs,
    o: run.position,
    l: run.scene,
  });
  const stream = new Blob([json]).stream().pipeThrough(new CompressionStream('deflate-raw'));
  const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

/** The run that a link carries; undefined when the text is not such a link or is broken. */
export async function unpackRun(text: string): Promise<SharedRun | undefined> {
  if (text.length === 0 || text.length > LINK_MAX || !/^[\w-]+$/.test(text)) return undefined;
  try {
    const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
    const bytes = Uint8Array.from(binary, (character) => character.charCodeAt(0));
    const json = await inflated(bytes);
    return json === undefined ? undefined : checkedRun(JSON.parse(json));
  } catch {
    return undefined;
  }
}

/** Inflates up to the limit; a bomb ends there. */
async function inflated(bytes: Uint8Array<ArrayBuffer>): Promise<string | undefined> {
  const reader = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw')).getReader();
  const decoder = new TextDecoder();
  let text = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    text += decoder.decode(value, { stream: true });
    if (text.length > TEXT_MAX) {
      await reader.cancel();
      return undefined;
    }
  }
}

type Plain = Readonly<Record<string, unknown>>;

const isPlain = (value: unknown): value is Plain =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isCount = (value: unknown, most: number): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= most;

function checkedRun(value: unknown): SharedRun | undefined {
  if (!isPlain(value) || value['v'] !== VERSION) return undefined;
  const { p: program, e: edits, s: seed, i: inputs, o: position } = value;
  if (typeof program !== 'string' || !/^[\w-]{1,64}$/.test(program)) return undefined;
  if (!isPlain(edits) || !Object.values(edits).every((text) => typeof text === 'string')) return undefined;
  if (!isCount(seed, 0xffffffff) || !isCount(position, Number.MAX_SAFE_INTEGER)) return undefined;
  if (!Array.isArray(inputs) || inputs.length > INPUTS_MAX || !inputs.every(isInput)) return undefined;
  const ascends = inputs.every((input, index) => index === 0 || input.position >= (inputs[index - 1]?.position ?? 0));
  if (!ascends) return undefined;
  const scene = sceneFrom(value['l']);
  return { program, edits: edits as Record<string, string>, seed, inputs, position, ...(scene ? { scene } : {}) };
}

const NUMBERS: Readonly<Record<string, number>> = {
  seed: 0xffffffff,
  processors: 4,
  clockPhase: 0xffffffff,
  prioritySeparation: 0x3f,
};
const SWITCHES = ['debugged', 'sehop', 'foreground', 'server'];

/** The scene of a link; what does not fit is left out. */
function sceneFrom(value: unknown): LabScene | undefined {
  if (!isPlain(value) || !isPlain(value['boot'])) return undefined;
  const { boot, lenses, title } = value;
  const good = Object.entries(boot).filter(([name, each]) =>
    SWITCHES.includes(name) ? typeof each === 'boolean' : isCount(each, NUMBERS[name] ?? -1),
  );
  return {
    boot: Object.fromEntries(good.filter(([name, each]) => name !== 'processors' || each !== 0)),
    lenses: Array.isArray(lenses) ? lenses.filter((name) => typeof name === 'string').slice(0, 20) : [],
    title: typeof title === 'string' ? title.slice(0, 120) : '',
  };
}

function isInput(value: unknown): value is Input {
  if (!isPlain(value) || !isCount(value['position'], Number.MAX_SAFE_INTEGER)) return false;
  switch (value['kind']) {
    case 'type':
      return typeof value['text'] === 'string';
    case 'endOfInput':
      return true;
    case 'switch':
      return isCount(value['processor'], 3) && (value['thread'] === undefined || isCount(value['thread'], 0xffffffff));
    case 'memory':
      return isCount(value['processor'], 3) && isCount(value['address'], 0xffffffff) && isByteList(value['bytes']);
    case 'register':
      return isCount(value['processor'], 3) && isRegister(value['register']) && typeof value['value'] === 'number';
    default:
      return false;
  }
}

const isByteList = (value: unknown) =>
  Array.isArray(value) && value.length <= 4096 && value.every((byte) => isCount(byte, 255));
const isRegister = (value: unknown) => value === 'eip' || value === 'eflags' || isCount(value, 7);
