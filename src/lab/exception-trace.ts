/**
 * What became of each exception: vectored handlers, handlers, filters and __finally blocks as they are called and what they
 * answered, unwinds, and how it ended.
 *
 * The events come from probes on instructions of ntdll and of the C run-time's handler in each module, so the machine knows
 * nothing of them. They are kept by position: running the same stretch again gives the same events, and a moment sees those
 * up to its position.
 */
import type { LoadedModule } from '../debugger/symbols.ts';
import { functionAt } from '../debugger/symbols.ts';
import { disassemble } from '../machine/disassemble.ts';
import type { Machine } from '../machine/machine.ts';
import type { Processor } from '../machine/processor.ts';
import type { ReadSpace } from '../machine/space.ts';

export type ExceptionEventKind =
  /** NtRaiseException of a software exception is called. */
  | 'raise'
  /** The kernel has written record and context; KiUserExceptionDispatcher begins. */
  | 'dispatch'
  /** RtlDispatchException begins: the search pass. */
  | 'rtlDispatch'
  | 'vectored'
  | 'vectoredAnswer'
  /** A vectored continue handler. */
  | 'continueHandler'
  /** The handler of a record, in the search or the unwind pass. */
  | 'search'
  | 'searchAnswer'
  /** RtlDispatchException gives up: what it checks of the whole chain (SEHOP), a record, a handler (SafeSEH) does not hold. */
  | 'refusedChain'
  | 'refusedFrame'
  | 'refusedHandler'
  | 'filter'
  | 'filterAnswer'
  /** RtlUnwind begins. */
  | 'unwind'
  | 'unwindCall'
  | 'unwindAnswer'
  | 'finally'
  | 'finallyEnd'
  /** The __except block is about to run. */
  | 'execute'
  /** kernel32's UnhandledExceptionFilter is asked. */
  | 'unhandled'
  /** NtContinue: everything goes on with the context. */
  | 'continue'
  /** NtRaiseException for the second chance. */
  | 'secondChance';

export interface ExceptionEvent {
  readonly position: number;
  readonly kind: ExceptionEventKind;
  /** Tells the thread. */
  readonly teb: number;
  readonly esp: number;
  /** The registration record that is served; 0 where there is none. */
  readonly frame: number;
  /** The row of the scope table. Of `dispatch`: 1 when a debugger had the first chance. */
  readonly level: number;
  /** The handler, filter or block that is called; where execution continues. */
  readonly code: number;
  /** What it answered; the target frame of an unwind. */
  readonly value: number;
  /** Of `dispatch`: the exception's code. */
  readonly exception: number;
  /** EXCEPTION_RECORD and CONTEXT, where known. */
  readonly record: number;
  readonly context: number;
}

/** One exception and all that happened because of it, nested ones included; or an unwind that no exception has begun. */
export interface ExceptionStory {
  readonly events: readonly ExceptionEvent[];
  /** Dispatches that are under way now, outermost first; the outermost may be an `unwind`. */
  readonly open: readonly ExceptionEvent[];
}

type Probe = (m: Machine, p: Processor) => boolean;
type Details = Partial<Omit<ExceptionEvent, 'position' | 'teb' | 'esp' | 'kind'>> & {
  readonly kind: ExceptionEventKind;
};
type Reader = (p: Processor, space: ReadSpace) => Details | undefined;

const [EAX, ECX, EBX, ESP, EBP, ESI, EDI] = [0, 1, 3, 4, 5, 6, 7];
const EVENTS_MAX = 100_000;
const UNWINDING = 6;

export class ExceptionTrace {
  private events: ExceptionEvent[] = [];
  private readonly positions = new Set<number>();
  private readonly places = new Map<string, ReadonlyMap<number, Reader>>();

  /** Forgets what happened behind `position`: another future begins there. */
  forgetAfter(position: number): void {
    for (const event of this.events) if (event.position > position) this.positions.delete(event.position);
    this.events = this.events.filter((event) => event.position <= position);
  }

  /** The last exception, or unwind without one, of a thread up to `position`, `esp` being its stack pointer there. */
  story(teb: number, position: number, esp: number): ExceptionStory | undefined {
    const events = this.events.filter((event) => event.teb === teb && event.position <= position);
    const open: ExceptionEvent[] = [];
    let first = -1;
    for (const [index, event] of events.entries()) {
      if (event.kind !== 'dispatch' && event.kind !== 'unwind') continue;
      while (open.length > 0 && hasEnded(open.at(-1)!, events, index, event.esp)) open.pop();
      if (event.kind === 'unwind' && open.length > 0) continue;
      if (open.length === 0) first = index;
      open.push(event);
    }
    if (first < 0) return undefined;
    while (open.length > 0 && hasEnded(open.at(-1)!, events, events.length, esp)) open.pop();
    const raise = events[first - 1]?.kind === 'raise' ? 1 : 0;
    return { events: events.slice(first - raise, endOf(events, first)), open };
  }

  /** What has happened on a thread behind `from` and up to `to`. */
  between(teb: number, from: number, to: number): readonly ExceptionEvent[] {
    return this.events.filter(({ teb: own, position }) => own === teb && position > from && position <= to);
  }

  /** Instructions at which something is to be noted, in all modules that are loaded. */
  probes(modules: readonly LoadedModule[], spaceOf: () => ReadSpace): ReadonlyMap<number, Probe> {
    const probes = new Map<number, Probe>();
    for (const module of modules)
      for (const [address, reader] of this.placesIn(module, spaceOf()))
        probes.set(address, (m, p) => {
          this.note(m.position, p, spaceOf(), reader);
          return false;
        });
    return probes;
  }

  private placesIn(module: LoadedModule, space: ReadSpace): ReadonlyMap<number, Reader> {
    const key = `${module.fileName} ${module.base}`;
    let places = this.places.get(key);
    if (!places) {
      places = placesOf(module, space);
      this.places.set(key, places);
    }
    return places;
  }

  private note(position: number, p: Processor, space: ReadSpace, reader: Reader): void {
    if (this.positions.has(position) || this.events.length >= EVENTS_MAX) return;
    const details = reader(p, space);
    if (!details) return;
    this.positions.add(position);
    const event: ExceptionEvent = {
      position,
      teb: p.fsBase >>> 0,
      esp: register(p, ESP),
      frame: 0,
      level: 0,
      code: 0,
      value: 0,
      exception: 0,
      record: 0,
      context: 0,
      ...details,
    };
    const index = this.events.findLastIndex((known) => known.position < position);
    this.events.splice(index + 1, 0, event);
  }
}

/** A dispatch is over when its stack was left, or when an accepted block or a continued context lies above it. */
function hasEnded(dispatch: ExceptionEvent, events: readonly ExceptionEvent[], until: number, esp: number): boolean {
  if (esp > dispatch.esp) return true;
  for (let i = until - 1; i >= 0; i--) {
    const event = events[i]!;
    if (event.position <= dispatch.position) return false;
    if (event.kind === 'execute' && event.frame > dispatch.esp) return true;
    if ((event.kind === 'continue' || event.kind === 'secondChance') && event.context > dispatch.esp) return true;
  }
  return false;
}

/** The index behind the last event that belongs to the dispatch at `first`. */
function endOf(events: readonly ExceptionEvent[], first: number): number {
  const { esp } = events[first]!;
  for (let i = first + 1; i < events.length; i++) {
    const event = events[i]!;
    if (event.esp > esp) return i;
    if (event.kind === 'execute' && event.frame > esp) return i + 1;
    if ((event.kind === 'continue' || event.kind === 'secondChance') && event.context > esp) return i + 1;
  }
  return events.length;
}

const register = (p: Processor, index: number) => (p.r[index] ?? 0) >>> 0;

const stack = (p: Processor, space: ReadSpace, offset: number) => space.tryU32(register(p, ESP) + offset) ?? 0;

const isUnwinding = (space: ReadSpace, record: number) => ((space.tryU32(record + 4) ?? 0) & UNWINDING) !== 0;

function placesOf(module: LoadedModule, space: ReadSpace): ReadonlyMap<number, Reader> {
  const places = new Map<number, Reader>();
  const isNtdll = module.fileName.toLowerCase() === 'ntdll.dll';
  scopePlaces(module, space, places);
  if (isNtdll) ntdllPlaces(module, space, places);
  if (module.fileName.toLowerCase() === 'kernel32.dll')
    entry(module, 'UnhandledExceptionFilter', places, (p, s) => ({
      kind: 'unhandled',
      record: s.tryU32(stack(p, s, 4)) ?? 0,
    }));
  return places;
}

function entry(module: LoadedModule, name: string, places: Map<number, Reader>, reader: Reader): void {
  const symbol = module.symbols?.functions.find((candidate) => candidate.name === name);
  if (symbol) places.set(module.base + symbol.rva, reader);
}

function ntdllPlaces(module: LoadedModule, space: ReadSpace, places: Map<number, Reader>): void {
  entry(module, 'KiUserExceptionDispatcher', places, (p, s) => {
    const record = stack(p, s, 0);
    return {
      kind: 'dispatch',
      record,
      context: stack(p, s, 4),
      exception: s.tryU32(record) ?? 0,
      code: s.tryU32(record + 12) ?? 0,
      level: s.tryU8((s.tryU32((p.fsBase >>> 0) + 0x30) ?? 0) + 2) === 1 ? 1 : 0,
    };
  });
  entry(module, 'RtlDispatchException', places, () => ({ kind: 'rtlDispatch' }));
  refusalPlaces(module, space, places);
  entry(module, 'RtlUnwind', places, (p, s) => ({ kind: 'unwind', value: stack(p, s, 4), record: stack(p, s, 12) }));
  entry(module, 'NtContinue', places, (p, s) => continued(module, p, s));
  entry(module, 'NtRaiseException', places, (p, s) => ({
    kind: stack(p, s, 12) === 0 ? 'secondChance' : 'raise',
    record: stack(p, s, 4),
    context: stack(p, s, 8),
    exception: s.tryU32(stack(p, s, 4)) ?? 0,
  }));
  handlerPlaces(module, space, places);
  vectoredPlaces(module, space, places);
}

/** NtContinue is called by the dispatcher only when an exception is settled; RtlUnwind uses it to return. */
function continued(module: LoadedModule, p: Processor, space: ReadSpace): Details | undefined {
  const caller = functionAt(module, stack(p, space, 0))?.name;
  if (caller !== 'KiUserExceptionDispatcher') return undefined;
  const context = stack(p, space, 4);
  return { kind: 'continue', context, code: space.tryU32(context + 0xb8) ?? 0 };
}

/** ExecuteHandler2's `call ecx`: the handler of one record, in either pass. */
function handlerPlaces(module: LoadedModule, space: ReadSpace, places: Map<number, Reader>): void {
  const call = instructionsOf(module, 'ExecuteHandler2', space).find(({ bytes }) => bytes === 'ffd1');
  if (!call) return;
  const argument = (p: Processor, s: ReadSpace, offset: number) => s.tryU32(register(p, EBP) + offset) ?? 0;
  places.set(call.address, (p, s) => {
    const record = argument(p, s, 8);
    const kind = isUnwinding(s, record) ? 'unwindCall' : 'search';
    return { kind, record, frame: argument(p, s, 12), code: register(p, ECX) };
  });
  places.set(call.address + call.length, (p, s) => {
    const record = argument(p, s, 8);
    const kind = isUnwinding(s, record) ? 'unwindAnswer' : 'searchAnswer';
    return { kind, record, frame: argument(p, s, 12), value: register(p, EAX) };
  });
}

const CHECKS = {
  RtlpIsValidExceptionChain: 'refusedChain',
  RtlpIsValidFrame: 'refusedFrame',
  RtlIsValidHandler: 'refusedHandler',
} as const;

/** RtlDispatchException's checks: where one has returned FALSE, the search is over. */
function refusalPlaces(module: LoadedModule, space: ReadSpace, places: Map<number, Reader>): void {
  const dispatcher = module.symbols?.functions.find(({ name }) => name === 'RtlDispatchException');
  const offset = dispatcher?.locals.find(({ name }) => name === 'Frame')?.offset;
  if (offset === undefined) return;
  for (const { address, length, bytes } of instructionsOf(module, 'RtlDispatchException', space)) {
    if (!bytes.startsWith('e8') || length !== 5) continue;
    const target = (address + length + (space.tryU32(address + 1) ?? 0)) >>> 0;
    const kind = CHECKS[functionAt(module, target)?.name as keyof typeof CHECKS];
    if (!kind) continue;
    places.set(address + length, (p, s) => {
      if ((register(p, EAX) & 0xff) !== 0) return undefined;
      const frame = kind === 'refusedChain' ? 0 : (s.tryU32((register(p, EBP) + offset) >>> 0) ?? 0);
      return { kind, frame, code: kind === 'refusedHandler' ? (s.tryU32(frame + 4) ?? 0) : 0 };
    });
  }
}

/** RtlpCallVectoredHandlers(record, context, continue): its one call through a pointer. */
function vectoredPlaces(module: LoadedModule, space: ReadSpace, places: Map<number, Reader>): void {
  const instructions = instructionsOf(module, 'RtlpCallVectoredHandlers', space);
  const call = instructions.find(({ isCall, bytes }) => isCall && bytes.startsWith('ff'));
  if (!call) return;
  const isContinue = (p: Processor, s: ReadSpace) => ((s.tryU32(register(p, EBP) + 16) ?? 0) & 0xff) !== 0;
  const target = (p: Processor, s: ReadSpace) => callTarget(call.bytes, p, s);
  places.set(call.address, (p, s) => ({ kind: isContinue(p, s) ? 'continueHandler' : 'vectored', code: target(p, s) }));
  places.set(call.address + call.length, (p, s) =>
    isContinue(p, s) ? undefined : { kind: 'vectoredAnswer', value: register(p, EAX) },
  );
}

/** Where `call reg` or `call [ebp+disp]` goes. */
function callTarget(bytes: string, p: Processor, space: ReadSpace): number {
  const modrm = Number.parseInt(bytes.slice(2, 4), 16);
  if (modrm >= 0xd0) return register(p, modrm & 7);
  if (modrm !== 0x55 && modrm !== 0x95) return 0;
  const byte = (at: number) => Number.parseInt(bytes.slice(at, at + 2), 16);
  const displacement =
    modrm === 0x55 ? (byte(4) << 24) >> 24 : byte(4) | (byte(6) << 8) | (byte(8) << 16) | (byte(10) << 24);
  return space.tryU32((register(p, EBP) + displacement) >>> 0) ?? 0;
}

/** The run-time's handler: filters, __finally blocks, and the jump to an __except block. EBX is the record, ESI the level. */
function scopePlaces(module: LoadedModule, space: ReadSpace, places: Map<number, Reader>): void {
  for (const name of ['_except_handler3', '_except_handler4']) handlerOfScopes(module, name, space, places);
  for (const name of ['_local_unwind2', '_local_unwind4']) finallyPlaces(module, name, space, places);
}

function handlerOfScopes(module: LoadedModule, name: string, space: ReadSpace, places: Map<number, Reader>): void {
  const handler = instructionsOf(module, name, space);
  const filter = handler.find(({ bytes }) => bytes === 'ffd0');
  const jump = handler.find(({ bytes }) => bytes === 'ff648f08');
  if (filter) {
    places.set(filter.address, (p) => ({
      kind: 'filter',
      frame: register(p, EBX),
      level: register(p, ESI) | 0,
      code: register(p, EAX),
    }));
    places.set(filter.address + filter.length, (p, s) => ({
      kind: 'filterAnswer',
      frame: stack(p, s, 8),
      level: stack(p, s, 4) | 0,
      value: register(p, EAX) | 0,
    }));
  }
  if (jump)
    places.set(jump.address, (p, s) => {
      const row = register(p, EDI) + 4 * register(p, ECX);
      return { kind: 'execute', frame: register(p, EBX), level: register(p, ESI) | 0, code: s.tryU32(row + 8) ?? 0 };
    });
}

function finallyPlaces(module: LoadedModule, name: string, space: ReadSpace, places: Map<number, Reader>): void {
  const call = instructionsOf(module, name, space).find(({ bytes }) => bytes === 'ff54b308');
  if (!call) return;
  const level = (p: Processor) => Math.trunc((register(p, ESI) | 0) / 3);
  places.set(call.address, (p, s) => ({
    kind: 'finally',
    frame: stack(p, s, 12),
    level: level(p),
    code: s.tryU32(register(p, EBX) + 4 * register(p, ESI) + 8) ?? 0,
  }));
  places.set(call.address + call.length, (p, s) => ({ kind: 'finallyEnd', frame: stack(p, s, 12) }));
}

interface Instruction {
  readonly address: number;
  readonly length: number;
  /** In hexadecimal. */
  readonly bytes: string;
  readonly isCall: boolean;
}

function instructionsOf(module: LoadedModule, name: string, space: ReadSpace): readonly Instruction[] {
  const symbol = module.symbols?.functions.find((candidate) => candidate.name === name);
  if (!symbol) return [];
  const found: Instruction[] = [];
  const end = module.base + symbol.rva + symbol.size;
  for (let address = module.base + symbol.rva; address < end; ) {
    if (space.tryU8(address) === undefined) break;
    const { length, bytes, isCall } = disassemble((at) => space.tryU8(at), address);
    const text = bytes.map((byte) => byte.toString(16).padStart(2, '0')).join('');
    found.push({ address, length, bytes: text, isCall });
    address += length;
  }
  return found;
}
