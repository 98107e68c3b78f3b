/** `!handle`, `!object`, `!locks`, `!cs`: handles, the objects behind them, and critical sections. */
import type { DispatcherView, HandleEntryView, ObjectView } from '../../nt/query-objects.ts';
import { handleTableView, namedObjects, objectView } from '../../nt/query-objects.ts';
import { ETHREAD } from '../../nt/structs/ps.ts';
import { accessNames } from '../access.ts';
import type { Command, Context } from '../command.ts';
import { refuse } from '../error.ts';
import { hex, hex8 } from '../format.ts';
import type { CriticalSectionView } from '../locks.ts';
import { criticalSectionAt, criticalSections } from '../locks.ts';

// ------------------------------------------------------------------------------- !handle

/** `!handle`, `!handle 1c f`, `!handle 0 f Event` */
function handle(context: Context, args: string): string {
  const [which = '0', flagText, wanted] = args.trim().split(/\s+/).filter(Boolean);
  const value = which === '0' ? 0 : context.evaluate(which);
  const flags = flagText === undefined ? (value === 0 ? 0 : 1) : context.evaluate(flagText);
  const { space } = context.state;
  const table = handleTableView(space) ?? refuse('There is no process');
  if (value !== 0) {
    const entry = table.handles.find((candidate) => candidate.handle === (value & ~3));
    if (!entry)
      return `Handle ${hex8(value)}\n  Type         \t<Error retrieving type>\nunable to query object information\n`;
    return handleText(context, entry, flags);
  }
  const shown = table.handles.filter(
    (entry) => wanted === undefined || objectView(space, entry.object)?.type.toLowerCase() === wanted.toLowerCase(),
  );
  const counts = new Map<string, number>();
  for (const entry of shown) {
    const type = objectView(space, entry.object)?.type ?? 'unknown';
    counts.set(type, (counts.get(type) ?? 0) + 1);
  }
  const table2 = [...counts].sort().map(([type, count]) => `${type.padEnd(15)}\t${count}\n`);
  const details = shown.map((entry) => handleText(context, entry, flags)).join('');
  return `${details}${shown.length} Handles\nType           \tCount\n${table2.join('')}`;
}

function handleText(context: Context, entry: HandleEntryView, flags: number): string {
  const object = objectView(context.state.space, entry.object);
  const type = object?.type ?? 'unknown';
  const row = (name: string, text: string) => `  ${name.padEnd(13)}\t${text}\n`;
  const head = `Handle ${hex8(entry.handle)}\n${row('Type', type)}`;
  if (!object || (flags & 0xe) === 0) return head;
  const { standard, specific } = accessNames(type, entry.access);
  const attributes = (entry.isInherited ? 2 : 0) | (entry.isProtected ? 1 : 0);
  const rights = [standard, specific].map((names) => `         ${names.length > 0 ? names.join(',') : 'None'}\n`);
  return (
    head +
    row(
      'Attributes',
      `${hex(attributes)}${entry.isInherited ? ' Inherit' : ''}${entry.isProtected ? ' ProtectFromClose' : ''}`,
    ) +
    row('GrantedAccess', `0x${hex(entry.access)}:`) +
    rights.join('') +
    row('HandleCount', String(object.handleCount)) +
    row('PointerCount', String(object.pointerCount)) +
    row('Name', nameText(object)) +
    row('Object', hex8(object.address)) +
    specificText(context, object)
  );
}

function nameText(object: ObjectView): string {
  if (object.type === 'Thread' || object.type === 'Process' || object.name === undefined) return '<none>';
  return object.name.startsWith('\\') ? object.name : `\\BaseNamedObjects\\${object.name}`;
}

function specificText(context: Context, object: ObjectView): string {
  const lines = specificLines(context, object);
  return lines.length === 0 ? '' : `  Object specific information\n${lines.map((line) => `    ${line}\n`).join('')}`;
}

function specificLines(context: Context, { type, dispatcher, address }: ObjectView): readonly string[] {
  if (!dispatcher) return [];
  if (type === 'Event')
    return [
      `Event Type ${dispatcher.type === 0 ? 'Manual Reset' : 'Auto Reset'}`,
      `Event is ${dispatcher.isSignaled ? 'Set' : 'Waiting'}`,
    ];
  if (type === 'Mutant') return mutantLines(context, dispatcher);
  if (type === 'Semaphore') return [`Semaphore Count ${dispatcher.signalState}`, `Semaphore Limit ${dispatcher.limit}`];
  if (type === 'Timer')
    return [
      `Timer Type ${dispatcher.type === 8 ? 'NotificationTimer' : 'SynchronizationTimer'}`,
      `Timer is ${dispatcher.isSignaled ? 'Set' : 'Waiting'}`,
    ];
  if (type !== 'Thread') return [];
  const thread = ETHREAD.at(context.state.space, address);
  return [
    `Thread Id   ${hex(thread.Cid.UniqueProcess)}.${hex(thread.Cid.UniqueThread)}`,
    `Priority    ${thread.Tcb.Priority}`,
    `Base Priority ${thread.Tcb.BasePriority}`,
    `Start Address ${hex8(thread.Win32StartAddress)} ${context.nameOf(thread.Win32StartAddress) ?? ''}`,
  ];
}

function mutantLines(context: Context, mutant: DispatcherView): readonly string[] {
  const lines = [`Mutex is ${mutant.isSignaled ? 'Free' : 'Owned'}`];
  if (mutant.isAbandoned) lines.push('Mutex is abandoned');
  if (mutant.owner) {
    const { Cid } = ETHREAD.at(context.state.space, mutant.owner.address);
    lines.push(`Mutant Owner ${hex(Cid.UniqueProcess)}.${hex(Cid.UniqueThread)}`);
  }
  return lines;
}

// ------------------------------------------------------------------------------- !object

/** `!object 84a52880`, `!object \BaseNamedObjects`, `!object \BaseNamedObjects\name` */
function object(context: Context, args: string): string {
  const { space } = context.state;
  const text = args.trim();
  if (text === '') refuse('!object address | path');
  if (text.startsWith('\\')) return namedText(context, text.replace(/(.)\\$/, '$1'));
  const address = context.evaluate(text);
  return objectText(
    context,
    objectView(space, address) ?? refuse(`${hex8(address)} is not a valid object (no object header before it)`),
  );
}

function namedText(context: Context, path: string): string {
  const all = namedObjects(context.state.space);
  const found = all.find((candidate) => candidate.path === path);
  if (found && found.object.type !== 'Directory') return objectText(context, found.object);
  const prefix = path === '\\' ? '\\' : `${path}\\`;
  const inside = all.filter((candidate) => candidate.path.startsWith(prefix));
  if (inside.length === 0 && !found) refuse(`Object ${path} not found`);
  const rows = inside.map(
    ({ path: full, object: { address, type } }) =>
      `      ${hex8(address)} ${type.padEnd(25)} ${full.slice(prefix.length)}\n`,
  );
  return `${found ? objectText(context, found.object) : ''}\n      Address  Type                      Name\n      -------  ----                      ----\n${rows.join('')}`;
}

function objectText(context: Context, view: ObjectView): string {
  const name = view.name === undefined ? '' : `    Name: ${view.name}\n`;
  const state = view.dispatcher;
  const waiters = state?.waiters.map((block) => hex(block.threadId)).join(', ');
  return (
    `Object: ${hex8(view.address)}  Type: ${view.type}\n` +
    `    ObjectHeader: ${hex8(view.header)} (new version)\n` +
    `    HandleCount: ${view.handleCount}  PointerCount: ${view.pointerCount}\n` +
    name +
    (state ? `    SignalState: ${state.signalState}  Waiters: ${waiters || 'none'}\n` : '') +
    specificLines(context, view)
      .map((line) => `    ${line}\n`)
      .join('')
  );
}

// -------------------------------------------------------------------------- !locks and !cs

const sectionName = ({ name, address }: CriticalSectionView) => name ?? hex8(address);

/** All that are locked; with -v all. */
function locks(context: Context, args: string): string {
  const all = criticalSections(context.state, context.modules);
  const shown = /-v/.test(args) ? all : all.filter(({ isLocked }) => isLocked);
  const row = (name: string, text: string) => `${name.padEnd(19)}${text}\n`;
  const texts = shown.map(
    (section) =>
      `\nCritSec ${sectionName(section)}${section.name?.includes('+') === false ? '+0' : ''} at ${hex8(section.address)}\n` +
      (section.isLocked ? row('WaiterWoken', section.isWaiterWoken ? 'Yes' : 'No') : '') +
      row('LockCount', section.isLocked ? String(section.waiters) : 'NOT LOCKED') +
      row('RecursionCount', String(section.recursionCount)) +
      row('OwningThread', hex(section.owningThread)) +
      row('EntryCount', '0') +
      row('ContentionCount', hex(section.contentionCount)) +
      (section.isLocked ? '*** Locked\n' : ''),
  );
  return `${texts.join('')}\nScanned ${all.length} critical sections\n`;
}

/** One by its address, all, or with -l those that are locked. */
function criticalSection(context: Context, args: string): string {
  const place = args.replace(/-\w+/g, '').trim();
  if (place !== '') {
    const address = context.evaluate(place);
    const section = criticalSectionAt(context.state, context.modules, address);
    return sectionText(section ?? refuse(`There is no memory at ${hex8(address)}`));
  }
  const all = criticalSections(context.state, context.modules);
  const shown = /-l/.test(args) ? all.filter(({ isLocked }) => isLocked) : all;
  return shown.length === 0 ? 'No critical section is locked.\n' : shown.map(sectionText).join('');
}

function sectionText(section: CriticalSectionView): string {
  const row = (name: string, text: string) => `${name.padEnd(18)} = ${text}\n`;
  const big = (value: number) => `0x${hex8(value).toUpperCase()}`;
  const owner = section.isLocked
    ? row('LockCount', `0x${hex(section.waiters)}`) +
      row('WaiterWoken', section.isWaiterWoken ? 'Yes' : 'No') +
      row('OwningThread', big(section.owningThread)) +
      row('RecursionCount', `0x${hex(section.recursionCount)}`)
    : '';
  return (
    `-----------------------------------------\n` +
    row('DebugInfo', big(section.debugInfo)) +
    row(
      'Critical section',
      `${big(section.address)} (${sectionName(section)}${section.name?.includes('+') === false ? '+0x0' : ''})`,
    ) +
    `${section.isLocked ? 'LOCKED' : 'NOT LOCKED'}\n` +
    owner +
    row('LockSemaphore', `0x${hex(section.lockSemaphore)}`) +
    row('SpinCount', big(section.spinCount))
  );
}

export const objectCommands: readonly Command[] = [
  { names: ['!handle'], usage: '!handle [handle | 0] [f] [type]', help: 'handles, and what they lead to', run: handle },
  { names: ['!object'], usage: '!object address | path', help: 'an object by its address or name', run: object },
  { names: ['!locks'], usage: '!locks [-v]', help: 'critical sections that are locked', run: locks },
  { names: ['!cs'], usage: '!cs [-l] [address]', help: 'critical sections', run: criticalSection },
];
