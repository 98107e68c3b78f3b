/**
 * The chain of registration records of a thread, read from its stack: from fs:[0] to FFFFFFFF.
 *
 * What a record's handler is says what lies around the record. The C run-time's `_except_handler3` has the scope table at
 * +8, the try level at +0Ch and the function's EBP at +10h; that of `_except_handler4` is xor-ed with its module's security
 * cookie and says first where the frame's own cookies lie. A protecting record of ntdll has the record that is being served at
 * +8, one of _local_unwind2 at +0Ch. Everything is read from memory; nothing is remembered.
 */
import type { ReadSpace } from '../machine/space.ts';
import type { LoadedModule } from './symbols.ts';
import { functionAt, moduleAt, nameOf } from './symbols.ts';

/** One row of a scope table: a `__try`. */
export interface Scope {
  readonly level: number;
  readonly enclosing: number;
  /** The filter's code; 0 for a `__finally`. */
  readonly filter: number;
  readonly handler: number;
}

/** What /GS keeps in a frame and in its record. */
export interface Cookies {
  /** __security_cookie of the module. */
  readonly value: number;
  /** The scope table's address as the record has it. */
  readonly encodedTable: number;
  /** Whether the cookies of the frame are what they should be; `gs` is undefined where there is no buffer. */
  readonly gs: boolean | undefined;
  readonly eh: boolean;
}

export interface ChainRecord {
  readonly address: number;
  readonly next: number;
  readonly handler: number;
  /** "test!_except_handler3" */
  readonly handlerName: string | undefined;
  readonly kind: 'crt' | 'protector' | 'unwind' | 'final' | 'other';
  /** Of the C run-time's records. */
  readonly tryLevel: number | undefined;
  readonly scopeTable: number | undefined;
  /** Of records of _except_handler4. */
  readonly cookies: Cookies | undefined;
  readonly scopes: readonly Scope[];
  /** The function whose frame the record lies in, where the scope table tells. */
  readonly owner: string | undefined;
  /** Of a protecting record: the record whose handler is running; of a local unwind: the record that is unwound. */
  readonly protectedFrame: number | undefined;
}

export interface Chain {
  readonly head: number;
  readonly records: readonly ChainRecord[];
  /** Why the walk ended; undefined at a proper end. */
  readonly problem: 'unreadable' | 'not aligned' | 'not on the stack' | 'handler on the stack' | 'loop' | undefined;
  /** The last `Next`: FFFFFFFF at a proper end. */
  readonly end: number;
}

export const END_OF_CHAIN = 0xffffffff;
const RECORDS_MAX = 4096;
const SCOPES_MAX = 64;

/** The chain of the thread whose TEB is at `teb`. */
export function exceptionChain(space: ReadSpace, teb: number, modules: readonly LoadedModule[]): Chain {
  const head = space.tryU32(teb) ?? END_OF_CHAIN;
  const high = space.tryU32(teb + 4) ?? 0;
  const low = space.tryU32(teb + 8) ?? 0;
  const records: ChainRecord[] = [];
  let before = 0;
  for (let address = head; ; ) {
    if (address === END_OF_CHAIN) return { head, records, problem: undefined, end: address };
    const problem = records.length >= RECORDS_MAX ? 'loop' : problemOf(space, address, low, high, before);
    if (problem && problem !== 'handler on the stack') return { head, records, problem, end: address };
    const record = recordAt(space, address, modules);
    records.push(record);
    if (problem) return { head, records, problem, end: record.next };
    before = address;
    address = record.next;
  }
}

function problemOf(space: ReadSpace, address: number, low: number, high: number, before: number): Chain['problem'] {
  const handler = space.tryU32(address + 4);
  if (handler === undefined) return 'unreadable';
  if (address < low || address + 8 > high) return 'not on the stack';
  if (address & 3) return 'not aligned';
  if (handler >= low && handler < high) return 'handler on the stack';
  return address <= before ? 'loop' : undefined;
}

function recordAt(space: ReadSpace, address: number, modules: readonly LoadedModule[]): ChainRecord {
  const handler = space.tryU32(address + 4) ?? 0;
  const module = moduleAt(modules, handler);
  const function_ = module && functionAt(module, handler)?.name;
  const kind = kindOf(function_);
  const encoded = kind === 'crt' ? space.tryU32(address + 8) : undefined;
  const cookie = function_ === '_except_handler4' && module ? cookieOf(space, module) : undefined;
  const scopeTable = encoded !== undefined && cookie !== undefined ? (encoded ^ cookie) >>> 0 : encoded;
  const rows = scopeTable !== undefined && cookie !== undefined ? (scopeTable + 16) >>> 0 : scopeTable;
  const scopes = rows === undefined ? [] : scopesAt(space, rows, modules);
  const inside = scopes[0]?.handler;
  return {
    address,
    next: space.tryU32(address) ?? END_OF_CHAIN,
    handler,
    handlerName: nameOf(modules, handler),
    kind,
    tryLevel: kind === 'crt' ? (space.tryU32(address + 12) ?? 0) | 0 : undefined,
    scopeTable,
    cookies:
      cookie !== undefined && encoded !== undefined && scopeTable !== undefined
        ? { value: cookie, encodedTable: encoded, ...checkCookies(space, address + 16, scopeTable, cookie) }
        : undefined,
    scopes,
    owner: inside === undefined ? undefined : functionNameAt(modules, inside),
    protectedFrame:
      kind === 'protector' ? space.tryU32(address + 8) : kind === 'unwind' ? space.tryU32(address + 12) : undefined,
  };
}

function cookieOf(space: ReadSpace, module: LoadedModule): number | undefined {
  const symbol = module.symbols?.data.find(({ name }) => name === '__security_cookie');
  return symbol && space.tryU32(module.base + symbol.rva);
}

/** The checks of _except_handler4, with the offsets that the scope table begins with. */
function checkCookies(space: ReadSpace, ebp: number, table: number, cookie: number): Pick<Cookies, 'gs' | 'eh'> {
  const word = (address: number) => space.tryU32(address >>> 0) ?? 0;
  const holds = (at: number) => (word(ebp + word(at)) ^ (ebp + word(at + 4))) >>> 0 === cookie;
  return { gs: (word(table) | 0) === -2 ? undefined : holds(table), eh: holds(table + 8) };
}

function kindOf(name: string | undefined): ChainRecord['kind'] {
  switch (name) {
    case '_except_handler3':
    case '_except_handler4':
      return 'crt';
    case '_unwind_handler':
    case '_unwind_handler4':
      return 'unwind';
    case 'RtlpExceptionProtector':
    case 'RtlpUnwindProtector':
      return 'protector';
    case 'FinalExceptionHandler':
      return 'final';
    default:
      return 'other';
  }
}

/** "test!main" */
function functionNameAt(modules: readonly LoadedModule[], address: number): string | undefined {
  return nameOf(modules, address)?.replace(/\+0x[0-9a-f]+$/, '');
}

/** A scope table does not tell its length: it goes on while rows enclose each other and point into the same function. */
function scopesAt(space: ReadSpace, table: number, modules: readonly LoadedModule[]): readonly Scope[] {
  const scopes: Scope[] = [];
  let owner: string | undefined;
  for (let level = 0; level < SCOPES_MAX; level++) {
    const at = table + 12 * level;
    const [enclosing, filter, handler] = [space.tryU32(at), space.tryU32(at + 4), space.tryU32(at + 8)];
    if (enclosing === undefined || filter === undefined || handler === undefined) break;
    if ((enclosing | 0) < -2 || (enclosing | 0) >= level) break;
    const name = functionNameAt(modules, handler);
    if (!name || (owner ?? name) !== name) break;
    if (filter !== 0 && functionNameAt(modules, filter) !== name) break;
    owner = name;
    scopes.push({ level, enclosing: enclosing | 0, filter, handler });
  }
  return scopes;
}
